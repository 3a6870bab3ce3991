public import GateKit

/// What a platform comes out as over all gates.
///
/// The worst cell decides: NO-GO, BLIND, ERROR or INCONCLUSIVE of one gate is the platform's. Where
/// none is worse than GO, the platform is GO only if every gate has been earned at its contract's
/// length: one provisional or PENDING gate makes it PARTIAL (gates.md#vocabulary;
/// lessons.md#row-29). Without a single GO it is PENDING, or SKIP where every gate is. SKIP does
/// not count.
public enum Headline: String, CaseIterable, Hashable, Sendable {
    case go = "GO"
    case partial = "PARTIAL"
    case noGo = "NO-GO"
    case inconclusive = "INCONCLUSIVE"
    case blind = "BLIND"
    case error = "ERROR"
    case skip = "SKIP"
    case pending = "PENDING"

    /// Decides from the cells of one platform and host class.
    ///
    /// - Parameters:
    ///   - cells: the results that exist, one a gate.
    ///   - gates: every gate that the platform has to answer; one without a cell is PENDING.
    ///   - verdict: which verdict of a cell counts: by all deciding checks, or by the contract's.
    public static func of(
        _ cells: [GateResult], gates: [GateID],
        by verdict: (GateResult) -> Verdict = { $0.verdict }
    ) -> Headline {
        let verdicts = gates.map { gate in
            cells.first { $0.gate == gate }.map(verdict) ?? .pending
        }
        switch Verdict.worst(verdicts) {
        case .noGo: return .noGo
        case .blind: return .blind
        case .error: return .error
        case .inconclusive: return .inconclusive
        case .pending: return .pending
        case .skip: return verdicts.contains(.pending) ? .pending : .skip
        case .go:
            let provisional = cells.contains { $0.provisional && verdict($0) == .go }
            return provisional || verdicts.contains(.pending) ? .partial : .go
        }
    }
}

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
                // What another system plays has a column where there is a run of it.
                if platform.isEmulated { return [] }
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
