internal import GateFuzz
internal import GateKit
internal import GateLedger
internal import WeldWire

/// What the stub holds after its warm-up, to be compared with what it holds at the end: taken in
/// the same state both times, inside of a connection that was just greeted.
struct LeakWatch {
    private let roles: EditorRoles
    private let heap: UInt64?
    private let resident: UInt64?

    /// Connections whose memory is looked at: the most that the warm-up left is compared with the
    /// least at the end, so that what a thread still holds while it ends is no leak.
    static let looks = 5

    /// Looks at the stub; nil where it is gone.
    init?(_ subject: FuzzSubject) {
        var roles: EditorRoles?
        var heaps: [UInt64] = []
        var residents: [UInt64] = []
        for _ in 0..<Self.looks {
            let outcome = Self.lookInside(subject) { roles = EditorRoles(of: subject.pid) }
            guard outcome.ending == .closed else { return nil }
            if let memory = subject.events.memory {
                heaps.append(memory.heap)
                residents.append(memory.resident)
            }
        }
        guard let roles else { return nil }
        self.roles = roles
        heap = heaps.max()
        resident = residents.max()
    }

    /// Compares and records the differences; false where the stub is gone.
    func compare(_ subject: FuzzSubject, _ recorder: Recorder) -> Bool {
        var difference: LedgerDifference?
        var heaps: [UInt64] = []
        var residents: [UInt64] = []
        for _ in 0..<Self.looks {
            let outcome = Self.lookInside(subject) {
                if difference?.isEmpty != true {
                    difference = EditorRoles.settledDifference(of: subject.pid, since: roles)
                }
            }
            guard outcome.ending == .closed else { return false }
            if let memory = subject.events.memory {
                heaps.append(memory.heap)
                residents.append(memory.resident)
            }
        }
        guard let difference else { return false }
        if !difference.isEmpty {
            recorder.fact("the \(subject.role.rawValue) after fuzz", difference.sentence)
        }
        for (metric, word) in [
            (FuzzMetric.descriptors, "descriptor"), (FuzzMetric.threads, "thread"),
            (FuzzMetric.mappings, "mapping"),
        ] {
            let gained = difference.appeared.count { $0.hasPrefix(word) }
            recorder.count(metric, gained)
        }
        record(FuzzMetric.heap, heap, heaps.min(), recorder)
        record(FuzzMetric.resident, resident, residents.min(), recorder)
        return true
    }

    private func record(
        _ metric: String, _ before: UInt64?, _ after: UInt64?, _ recorder: Recorder
    ) {
        guard let before, let after else { return }
        recorder.samples(metric, [Double(after > before ? after - before : 0)], unit: .bytes)
    }

    private static func lookInside(
        _ subject: FuzzSubject, _ look: () -> Void
    ) -> ConnectionOutcome {
        ConnectionRun.play([.connect, .greet, .expect(.served)], on: subject, onceGreeted: look)
    }
}
