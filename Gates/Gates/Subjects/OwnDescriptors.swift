internal import GateKit

internal import enum GateHost.Ledger
internal import struct GateHost.LedgerDifference

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
