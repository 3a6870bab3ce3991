internal import GateHost
internal import GateKit
internal import WeldContract
internal import WeldWire

/// One execution of the round-trip procedure: a fresh runtime, greeted, measured in parts, and
/// sent away.
final class RoundTripAttempt {
    let length: RoundTripLength
    let recorder: Recorder
    let events: EventReader
    var runtime: GreetedRuntime
    var payloads: EchoPayloads

    /// The region of a runtime that knows no other than a named one.
    let region: NamedRegion?

    private let plan: AttemptPlan

    /// Starts and greets the runtime, after the handshakes that are only counted.
    init(_ plan: AttemptPlan, recorder: Recorder) throws {
        self.plan = plan
        self.recorder = recorder
        length = RoundTripLength(plan)
        payloads = EchoPayloads(seed: plan.seed)
        events = try EventReader(recorder: recorder)
        let editor = try EditorSide(plan: plan)
        region = editor.region
        for _ in 0..<length.handshakes {
            var counted = try GreetedRuntime(by: editor, plan, events: events, recorder: recorder)
            try counted.sendAway()
        }
        runtime = try GreetedRuntime(by: editor, plan, events: events, recorder: recorder)
    }

    /// Takes every part's samples and ends the runtime.
    func run() throws {
        // Whatever comes in between, the times of what was reported until then count.
        defer { if !plan.isOutside { events.clock.record(to: recorder) } }
        events.confirmSabotage(plan, recorder: recorder)
        // A connection that broke was just recorded as such; how the runtime takes that is the
        // subject of other gates.
        if try measure() { try runtime.sendAway() } else { try runtime.abandon() }
        events.drain()
        guard length.parts.contains(.ownFrames) else { return }
        recorder.progress("frames of the judge's own")
        try OwnExchange(plan: plan, recorder: recorder).run()
    }

    /// Takes the parts in turn; false when the connection broke in one of them.
    private func measure() throws -> Bool {
        guard warmUp() else { return false }
        let before = StubUse(of: runtime.pid)
        recorder.inheritance(
            of: runtime.pid, RoundTripMetric.inherited, events: events)
        guard try measureRounds() else { return false }
        recordGrowth(since: before)
        guard try measurePaced() else { return false }
        guard length.loadedRounds > 0 else { return true }
        recorder.progress("paced round trips under load")
        return try loaded()
    }

    /// What is asked now and then, beside the floor's answers where there is a floor.
    private func measurePaced() throws -> Bool {
        let asksAfterGaps = length.parts.contains(.gaps)
        guard length.pacedRounds > 0 || asksAfterGaps else { return true }
        let floor = try FloorProcess()
        if length.pacedRounds > 0 {
            var part = MeasuredPart(interleaved: false)
            if length.parts.contains(.pacedFloor) {
                recorder.progress("the bare ping-pong, paced")
                guard paced(floor, &part) else { return false }
            }
            recorder.progress("paced round trips")
            let before = StubUse(of: runtime.pid)
            guard paced(RoundTripMetric.paced, length.pacedRounds, &part) else { return false }
            part.recordMedian(to: recorder)
            recordGrowth(since: before)
        }
        guard asksAfterGaps else { return true }
        recorder.progress("round trips after a pause")
        return afterGaps(beside: floor)
    }

    private func measureRounds() throws -> Bool {
        guard length.parts.contains(.floor) else { return inBlocks(RoundTripMetric.free) }
        let floor = try FloorProcess()
        recorder.progress("round trips, free placement")
        recorder.fact("placement.free", "cpus \(try Affinity.cpus())")
        guard let free = besideFloor(floor, RoundTripMetric.free, RoundTripMetric.floorFree) else {
            return false
        }
        free.recordMedian(to: recorder)
        recorder.progress("round trips, pinned to one core")
        return try pinned(beside: floor, or: free)
    }

    /// Records what the runtime holds that it did not hold before.
    func recordGrowth(since before: StubUse?) {
        events.drain()
        guard let before else { return }
        recorder.growth(
            of: runtime.pid, since: before, held: RoundTripMetric.held,
            memory: RoundTripMetric.memory)
    }

    /// The rounds before the system is warm; the first of them is judged by itself.
    private func warmUp() -> Bool {
        var tally = RoundTripTally(
            RoundTripMetric.free, isWarmup: true, capacity: length.warmup)
        for round in 0..<length.warmup where !tally.isBroken {
            let payload = payloads.next()
            let start = MonotonicClock.now()
            tally.add(runtime.link.echo(payload), since: start)
            guard round == 0, let first = tally.all.first else { continue }
            recorder.samples(
                RoundTripMetric.firstAnswer, [first], unit: .nanoseconds, span: .since(start))
        }
        tally.record(to: recorder)
        return !tally.isBroken
    }
}
