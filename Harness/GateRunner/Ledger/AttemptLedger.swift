import GateKit
import GateLedger
import Glibc

/// What existed before an attempt, and what is different after it (gates page, rule 6).
struct AttemptLedger: Sendable {
    private let places: RunDirectory.Places
    private let sharedMemory: [String]
    private let ownDescriptors: [String]

    /// Looks at everything that an attempt could leave behind.
    init(_ places: RunDirectory.Places) {
        self.places = places
        sharedMemory = Self.sharedMemory()
        ownDescriptors = Self.ownDescriptors()
    }

    /// Returns what the attempt left behind, as messages for its evidence.
    func difference() -> [AttemptMessage] {
        var messages: [AttemptMessage] = []
        var names = LedgerDifference()
        names.compare(sharedMemory, Self.sharedMemory(), as: "shared memory")
        if !names.isEmpty { messages.append(.violation(Violation(.leak, names.sentence))) }
        let runtime = Ledger.files(under: places.runtime)
        let scratch = Ledger.files(under: places.scratch)
        for file in runtime.filter({ $0.kind != .directory })
            + scratch.filter({ $0.kind == .socket || $0.kind == .pipe })
        {
            messages.append(
                .violation(Violation(.stray, "\(file.kind.rawValue) \(file.path) was left behind")))
        }
        var own = LedgerDifference()
        own.compare(ownDescriptors, Self.ownDescriptors(), as: "descriptor")
        if !own.isEmpty {
            // The system under test cannot reach these: it is the judge that leaks.
            messages.append(
                .fault(HarnessFault(.harness, "the harness's own ledger: \(own.sentence)")))
        }
        return messages
    }

    /// Only names of the product: other programs of the machine come and go.
    private static func sharedMemory() -> [String] {
        Ledger.sharedMemoryNames().filter { $0.contains("weld") }
            .map { "/dev/shm/\($0)" }
    }

    /// The harness's own pipes, sockets and memory; files belong to the store, and counters and
    /// polls to the runtime library, which opens them when it likes.
    private static func ownDescriptors() -> [String] {
        (Ledger.descriptors(of: getpid()) ?? []).filter {
            [.pipe, .socket, .memoryFile, .sharedMemory].contains($0.kind)
        }.map(\.identity.description)
    }
}
