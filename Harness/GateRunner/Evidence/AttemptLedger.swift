import GateHost
import GateKit

/// What existed before an attempt, and what is different after it (gates.md#rule-6).
struct AttemptLedger: Sendable {
    private let places: RunDirectory.Places
    private let prefix: String
    private let sharedMemory: [String]
    private let ownDescriptors: [String]

    /// Looks at everything that an attempt could leave behind.
    ///
    /// - Parameter prefix: how the product's names under `/dev/shm` begin.
    init(_ places: RunDirectory.Places, sharedMemoryPrefix prefix: String) {
        self.places = places
        self.prefix = prefix
        sharedMemory = Self.sharedMemory(prefix)
        ownDescriptors = Self.ownDescriptors()
    }

    /// Returns what the attempt left behind, for its evidence, and removes the shared
    /// memory among it, so that the next attempt starts clean; its directories go anyway.
    func clear() -> [StoredEvidence] {
        var found: [StoredEvidence] = []
        // What was there before and is gone was swept, as it should be.
        var names = LedgerDifference()
        let now = Set(Self.sharedMemory(prefix)).subtracting(sharedMemory).sorted()
        names.compare([], now, as: "shared memory")
        if !names.isEmpty { found.append(.violation(Violation(.leak, names.sentence))) }
        for path in now { try? RegularFile.remove(path) }
        let runtime = Ledger.files(under: places.runtime)
        let scratch = Ledger.files(under: places.scratch)
        for file in runtime.filter({ $0.kind != .directory })
            + scratch.filter({ $0.kind == .socket || $0.kind == .pipe })
        {
            found.append(
                .violation(Violation(.stray, "\(file.kind.rawValue) \(file.path) was left behind")))
        }
        var own = LedgerDifference()
        own.compare(ownDescriptors, Self.ownDescriptors(), as: "descriptor")
        if !own.isEmpty {
            // The system under test cannot reach these: it is the judge that leaks.
            found.append(
                .fault(HarnessFault(.harness, "the harness's own ledger: \(own.sentence)")))
        }
        return found
    }

    /// Only the product's names, `PREFIX…-PID`, whose owner is dead: another run on this machine
    /// has living owners, and nothing of the attempt lives any more.
    ///
    /// One that somebody holds has an
    /// owner whatever its number says: in another namespace numbers are others (platform.md#owner).
    private static func sharedMemory(_ prefix: String) -> [String] {
        Ledger.sharedMemoryNames().filter { name in
            guard name.hasPrefix(prefix), let end = name.split(separator: "-").last,
                let pid = Int32(end)
            else { return false }
            return (Ledger.process(pid)?.hasEnded ?? true) && !Ledger.isHeld(sharedMemory: name)
        }.map { "/dev/shm/\($0)" }
    }

    /// The harness's own pipes, sockets and memory; files belong to the store.
    private static func ownDescriptors() -> [String] {
        Ledger.ownDescriptors().filter {
            [.pipe, .socket, .memoryFile, .sharedMemory].contains($0.kind)
        }.map(\.identity.description)
    }
}
