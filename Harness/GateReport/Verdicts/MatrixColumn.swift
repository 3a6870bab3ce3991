import GateKit

/// A column of the matrix: a platform, and the kind of host where there is a run.
struct MatrixColumn {
    let platform: PlatformID
    /// Nil for a platform without any run.
    let hostClass: String?
    let cells: [MatrixCell]

    var title: String {
        hostClass.map { "\(platform.title) (\($0))" } ?? platform.title
    }

    var results: [GateResult] { cells.map(\.result) }

    func cell(_ gate: GateID) -> MatrixCell? {
        cells.first { $0.result.gate == gate }
    }

    /// Returns the columns of all platforms, by platform and then by kind of host.
    static func all(_ matrix: [MatrixCell]) -> [MatrixColumn] {
        PlatformID.allCases.flatMap { platform -> [MatrixColumn] in
            let cells = matrix.filter { $0.platform == platform }
            guard !cells.isEmpty else {
                return [MatrixColumn(platform: platform, hostClass: nil, cells: [])]
            }
            return Set(cells.map(\.hostClass)).sorted().map { hostClass in
                MatrixColumn(
                    platform: platform, hostClass: hostClass,
                    cells: cells.filter { $0.hostClass == hostClass })
            }
        }
    }
}
