import GateHost
import GateKit
import Synchronization

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
    ///
    /// - Parameters:
    ///   - processes: The attempt's, by its word and by its stubs'.
    ///   - attempt: The attempt's own; nil where there was none.
    func clear(of processes: Set<Int32>, attempt: Int32? = nil) -> [StoredEvidence] {
        var found: [StoredEvidence] = []
        // What was there before and is gone was swept, as it should be.
        var names = LedgerDifference()
        let now = Set(Self.sharedMemory(prefix)).subtracting(sharedMemory)
        let own = now.filter { Self.owner(of: $0).map(processes.contains) ?? true }.sorted()
        names.compare([], own, as: "shared memory")
        if !names.isEmpty { found.append(.violation(Violation(.leak, names.sentence))) }
        for path in own { try? RegularFile.remove(path) }
        let others = now.subtracting(own).sorted()
        if !others.isEmpty {
            found.append(.fact(Fact("left by others", others.joined(separator: ", "))))
        }
        let runtime = Ledger.files(under: places.runtime)
        let scratch = Ledger.files(under: places.scratch)
        for file in runtime.filter({ $0.kind != .directory })
            + scratch.filter({ $0.kind == .socket || $0.kind == .pipe })
        {
            let name = file.path.split(separator: "/").last ?? ""
            // A socket that the judge plays an editor by; he was killed before he removed it.
            let isJudges = attempt.map { name.hasPrefix("weld-\($0)-") } ?? false
            found.append(
                isJudges
                    ? .fact(Fact("left by the attempt itself", file.path))
                    : .violation(
                        Violation(.stray, "\(file.kind.rawValue) \(file.path) was left behind")))
        }
        var judges = LedgerDifference()
        judges.compare(ownDescriptors, Self.ownDescriptors(), as: "descriptor")
        if !judges.isEmpty {
            // The system under test cannot reach these: it is the judge that leaks.
            found.append(
                .fault(HarnessFault(.harness, "the harness's own ledger: \(judges.sentence)")))
        }
        return found
    }

    /// The process whose name, `PREFIX…-PID`, it is.
    private static func owner(of name: String) -> Int32? {
        name.split(separator: "-").last.flatMap { Int32($0) }
    }

    /// Only the product's names whose owner is dead: nothing of the attempt lives any more.
    ///
    /// One that somebody holds has an
    /// owner whatever its number says: in another namespace numbers are others (platform.md#owner).
    private static func sharedMemory(_ prefix: String) -> [String] {
        Ledger.sharedMemoryNames().filter { name in
            guard name.hasPrefix(prefix), let pid = owner(of: name) else { return false }
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

/// The processes of an attempt: itself, what it started, and whoever reported to it.
final class AttemptProcesses: Sendable {
    private let pids = Mutex<(own: Int32?, all: Set<Int32>)>((nil, []))

    /// All of them so far.
    var all: Set<Int32> { pids.withLock { $0.all } }
    /// The attempt's own; nil before it began.
    var own: Int32? { pids.withLock { $0.own } }

    /// Adds the attempt's own.
    func begin(_ pid: Int32) {
        pids.withLock {
            $0.own = pid
            $0.all.insert(pid)
        }
    }

    /// Adds one.
    func add(_ pid: Int32) {
        pids.withLock { _ = $0.all.insert(pid) }
    }
}
