import GateHost
public import GateKit

/// The programs of a run as they stood when it began: its figures are theirs alone, and their
/// digests stand in its provenance (gates.md#rule-12).
///
/// The system notes when a file was written, moved, linked or had its bits changed; that is looked
/// at after every attempt, for to read the programs each time would cost a tenth of a run.
public struct BinaryWatch: Sendable {
    private struct Program {
        var path: String
        var version: FileVersion?
        var digest: String
    }

    private let programs: [Program]

    /// Looks at every program that the configuration's attempts start.
    ///
    /// - Parameter other: Who watches some of them already: what was read is not read again.
    public init(_ configuration: RunConfiguration, knowing other: BinaryWatch? = nil) {
        var programs: [Program] = []
        for path in configuration.programs where !programs.contains(where: { $0.path == path }) {
            // First the version: a change between the two is seen.
            let version = FileVersion.following(path)
            let known = other?.programs.first { $0.path == path && $0.version == version }
            let digest = known?.digest ?? BuildFacts.digest(of: path)
            programs.append(Program(path: path, version: version, digest: digest))
        }
        self.programs = programs
    }

    /// Returns the digest that a program had; reads it where it is not watched.
    func digest(of path: String) -> String {
        programs.first { $0.path == path }?.digest ?? BuildFacts.digest(of: path)
    }

    /// Returns what is not what it was any more; nil where all is.
    public func fault() -> HarnessFault? {
        guard let changed = programs.first(where: { FileVersion.following($0.path) != $0.version })
        else { return nil }
        let now = BuildFacts.digest(of: changed.path)
        let what =
            now == changed.digest
            ? "it was written, moved or linked anew, with the same sha256 \(now)"
            : "its sha256 was \(changed.digest) and is \(now)"
        return HarnessFault(
            .precondition,
            "\(changed.path) was touched during the run: \(what); leave the programs alone and run "
                + "weld-gates again")
    }
}
