internal import GateHost
internal import GateKit

internal import struct GateHost.DescriptorEntry
internal import enum GateHost.Ledger
internal import struct GateHost.LedgerDifference

/// What an editor holds, by what each thing is for and not by which one it is: across a restart
/// the roles must be the same, the inodes cannot (gates.md#rule-6).
struct EditorRoles: Equatable {
    /// One line for each descriptor, mapping and thread.
    let items: [String]

    init(_ items: [String]) {
        self.items = items
    }

    /// Looks at a process; nil where it is gone.
    init?(of pid: Int32) {
        guard Ledger.process(pid)?.hasEnded == false,
            let descriptors = Ledger.descriptors(of: pid),
            let mappings = Ledger.mappings(of: pid), let threads = Ledger.threads(of: pid)
        else { return nil }
        // A name in shared memory bears the pid of its editor; what it is for stays the same.
        func nameless(_ item: String) -> String { item.replacing("-\(pid)", with: "-PID") }
        items =
            (descriptors.map(Self.role)
            + mappings.filter(\.isShared).map { "mapping of \($0.target), \($0.size) bytes" }
            + threads.map { "thread \($0.name)" }).map(nameless)
    }

    /// What is there and was not, or the other way round.
    func difference(since earlier: EditorRoles) -> LedgerDifference {
        var difference = LedgerDifference()
        difference.compare(earlier.items, items)
        return difference
    }

    /// Compares until nothing differs, for at most so long: what is only being closed goes, a leak
    /// stays, and only a leak costs the time.
    static func settledDifference(
        of pid: Int32, since earlier: EditorRoles, within patience: Duration = .seconds(1)
    ) -> LedgerDifference? {
        let deadline = Deadline.after(patience)
        while true {
            guard let now = EditorRoles(of: pid) else { return nil }
            let difference = now.difference(since: earlier)
            if difference.isEmpty || deadline.hasPassed { return difference }
            Pause.wait(.milliseconds(10))
        }
    }

    private static func role(_ entry: DescriptorEntry) -> String {
        switch entry.kind {
        case .memoryFile, .sharedMemory, .regularFile, .directory, .device:
            "descriptor \(entry.kind.rawValue) \(entry.target)"
        default: "descriptor \(entry.kind.rawValue)"
        }
    }
}

/// What the attempt's own process holds before it does anything to its subjects.
///
/// A difference afterwards is the judge's own leak: a fault of the harness and never the subject's
/// (credibility.md#red-that-can-be-believed).
struct OwnDescriptors {
    private let before: [String]

    /// Looks at this process.
    init() { before = Self.now }

    /// Looks again and records a difference.
    func compare(_ recorder: Recorder) {
        var difference = LedgerDifference()
        difference.compare(before, Self.now)
        guard !difference.isEmpty else { return }
        recorder.fault(
            .harness, "the attempt itself holds other descriptors: \(difference.sentence)")
    }

    private static var now: [String] { Ledger.ownDescriptors().map(\.identity.description) }
}
