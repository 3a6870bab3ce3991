internal import GateHost
internal import GateKit

/// What the host takes to end a bare process and to bring up the next: the shape of a death and its
/// recovery, without any code of the judged (credibility.md#capacity).
///
/// The process is this very binary, which answers one message as soon as it runs.
struct DeathFloor {
    private let recorder: Recorder

    /// How many deaths make a sample, and how long they may take together.
    private static let deaths = 20
    private static let limit: Duration = .milliseconds(600)
    /// How long one death may take; what takes longer counts with this time.
    private static let patience: Duration = .seconds(2)

    init(recorder: Recorder) {
        self.recorder = recorder
    }

    /// Records the deaths; a host that cannot even start the process is a fault of the judge's
    /// side.
    func run() throws {
        recorder.progress("bare processes: what the host takes for a death")
        let end = Deadline.after(Self.limit)
        // Warm: the first start reads the program.
        var peer = try Self.next()
        for death in 0..<Self.deaths where death == 0 || !end.hasPassed {
            let killedAt = MonotonicClock.now()
            let gone = try peer.kill(within: Self.patience)
            peer = try Self.next()
            let replaced = MonotonicClock.now()
            record(CapacityMetric.deathNoticed, from: killedAt, to: gone)
            record(CapacityMetric.deathReplaced, from: killedAt, to: replaced)
        }
    }

    private static func next() throws -> FloorProcess {
        let peer = try FloorProcess()
        guard peer.roundTrip() != nil else { throw FloorLost() }
        return peer
    }

    private func record(_ metric: String, from start: UInt64, to end: UInt64) {
        recorder.samples(
            metric, [Double(end - start)], unit: .nanoseconds,
            span: TimeSpan(start: start, end: end))
    }
}

/// A bare process of the judge's went away.
struct FloorLost: Error, CustomStringConvertible {
    let description = "the floor's peer went away"
}
