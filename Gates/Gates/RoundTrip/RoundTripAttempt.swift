internal import GateKit
internal import WeldPlatform
internal import WeldWire

/// One execution of the round-trip procedure: a fresh runtime, greeted, measured in parts, and
/// sent away.
final class RoundTripAttempt {
    let length: RoundTripLength
    let recorder: Recorder
    let events: EventReader
    var runtime: GreetedRuntime
    var payloads: EchoPayloads

    private let plan: AttemptPlan

    /// Starts and greets the runtime, after the handshakes that are only counted.
    init(_ plan: AttemptPlan, recorder: Recorder) throws {
        self.plan = plan
        self.recorder = recorder
        length = RoundTripLength(plan)
        payloads = EchoPayloads(seed: plan.seed)
        events = try EventReader(recorder: recorder)
        let editor = try EditorSide(plan: plan)
        for _ in 0..<length.handshakes {
            var counted = try GreetedRuntime(by: editor, plan, events: events, recorder: recorder)
            try counted.sendAway()
        }
        runtime = try GreetedRuntime(by: editor, plan, events: events, recorder: recorder)
    }

    /// Takes every part's samples and ends the runtime.
    func run() throws {
        events.confirmSabotage(plan, recorder: recorder)
        // A connection that broke was just recorded as such; how the runtime takes that is the
        // subject of other gates.
        if try measure() { try runtime.sendAway() } else { try runtime.abandon() }
        events.drain()
    }

    /// Takes the parts in turn; false when the connection broke in one of them.
    private func measure() throws -> Bool {
        guard backToBack(length.warmup, RoundTripMetric.free, isWarmup: true) else { return false }
        guard length.measuresFloor else { return inBlocks(RoundTripMetric.free) }
        let floor = try FloorProcess()
        recorder.progress("round trips, free placement")
        recorder.fact("placement.free", "cpus \(try Affinity.cpus())")
        guard besideFloor(floor, RoundTripMetric.free, RoundTripMetric.floorFree) else {
            return false
        }
        recorder.progress("round trips, pinned to one core")
        guard try pinned(beside: floor) else { return false }
        guard length.pacedSeconds > 0 else { return true }
        recorder.progress("paced round trips")
        guard paced(RoundTripMetric.paced) else { return false }
        recorder.progress("paced round trips under load")
        return try loaded()
    }
}
