internal import GateKit

extension Recorder {
    /// Records how long after a death something came, for all kinds of trial together and for its
    /// own; only in that time can a host have delayed it.
    func latency(
        _ metric: String, _ kind: String, nanoseconds: UInt64, since killedAt: UInt64
    ) {
        let span = TimeSpan(start: killedAt, end: killedAt + nanoseconds)
        for name in [metric, "\(metric).\(kind)"] {
            samples(name, [Double(nanoseconds)], unit: .nanoseconds, span: span)
        }
    }
}
