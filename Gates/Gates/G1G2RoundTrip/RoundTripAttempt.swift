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
        recorder.progress("the bare ping-pong, paced")
        guard paced(floor) else { return false }
        recorder.progress("paced round trips")
        guard paced(RoundTripMetric.paced) else { return false }
        recorder.progress("paced round trips under load")
        return try loaded()
    }
}

// The parts of a round-trip attempt. Each returns false when the connection broke in it, after
// recording how.
extension RoundTripAttempt {
    /// Sends one request as soon as the last was answered.
    func backToBack(_ rounds: Int, _ metric: String, isWarmup: Bool = false) -> Bool {
        var tally = RoundTripTally(metric, isWarmup: isWarmup, capacity: rounds)
        for _ in 0..<rounds where !tally.isBroken {
            let payload = payloads.next()
            let start = MonotonicClock.now()
            tally.add(runtime.link.echo(payload), since: start)
            if tally.isLong { tally.record(to: recorder) }
        }
        tally.record(to: recorder)
        return !tally.isBroken
    }

    /// All rounds, recorded in small blocks.
    func inBlocks(_ metric: String) -> Bool {
        for start in stride(from: 0, to: length.rounds, by: RoundTripLength.smallBlock) {
            let block = min(RoundTripLength.smallBlock, length.rounds - start)
            guard backToBack(block, metric) else { return false }
        }
        return true
    }

    /// Alternates blocks of the subject's rounds with blocks of the floor's, so that both see the
    /// same machine.
    ///
    /// A subject that keeps the contract's median needs a fraction of its time for all rounds. One
    /// that is slower is measured no longer: the samples that there are tell it, and a GO needs all.
    func besideFloor(
        _ floor: borrowing FloorProcess, _ metric: String, _ floorMetric: String
    ) -> Bool {
        var done = 0
        var spent: UInt64 = 0
        while done < length.rounds, spent < RoundTripLength.longestPart {
            let block = min(RoundTripLength.block, length.rounds - done)
            let begun = MonotonicClock.now()
            guard backToBack(block, metric) else { return false }
            spent += MonotonicClock.now() - begun
            var bare: [Double] = []
            bare.reserveCapacity(block)
            let start = MonotonicClock.now()
            for _ in 0..<block {
                guard let sample = floor.roundTrip() else {
                    recorder.fault(.harness, FloorLost().description)
                    return false
                }
                bare.append(sample)
            }
            let span = TimeSpan(start: start, end: MonotonicClock.now())
            recorder.samples(floorMetric, bare, unit: .nanoseconds, span: span)
            done += block
        }
        return true
    }

    /// The same with attempt, runtime and floor on one core: the figures that can be compared
    /// between machines (gates.md#placement).
    func pinned(beside floor: borrowing FloorProcess) throws -> Bool {
        let before = try Affinity.cpus()
        guard let cpu = before.first else { return true }
        do throws(SystemError) {
            try Affinity.set([cpu])
            try Affinity.set([cpu], ofProcess: runtime.pid)
            try Affinity.set([cpu], ofProcess: floor.pid)
        } catch {
            recorder.fact("placement.pinned", "not possible here: \(error)")
            try Affinity.set(before)
            return true
        }
        recorder.fact("placement.pinned", "cpu \(cpu)")
        let isWhole = besideFloor(floor, RoundTripMetric.pinned, RoundTripMetric.floorPinned)
        try Affinity.set(before)
        try Affinity.set(before, ofProcess: runtime.pid)
        return isWhole
    }

    /// Sends on a schedule; a latency counts from the planned time, so that a slow reply is not
    /// forgiven the requests that had to wait behind it.
    func paced(_ metric: String) -> Bool {
        let rounds = length.pacedSeconds * RoundTripLength.pace
        let interval = UInt64(1_000_000_000 / RoundTripLength.pace)
        let start = MonotonicClock.now() + interval
        // Small batches: recording must fit into the time between two requests.
        let batch = 100
        var tally = RoundTripTally(metric, capacity: batch)
        for round in 0..<rounds where !tally.isBroken {
            let planned = start + UInt64(round) * interval
            let payload = payloads.next()
            pause(until: planned)
            tally.add(runtime.link.echo(payload), since: planned)
            if tally.latencies.count >= batch { tally.record(to: recorder) }
        }
        tally.record(to: recorder)
        return !tally.isBroken
    }

    /// Half a second of the bare ping-pong on the same schedule: whether the host can keep it at all
    /// (credibility.md#capacity).
    func paced(_ floor: borrowing FloorProcess) -> Bool {
        let interval = UInt64(1_000_000_000 / RoundTripLength.pace)
        let start = MonotonicClock.now() + interval
        let batch = 50
        for first in stride(from: 0, to: RoundTripLength.floorPaced, by: batch) {
            var latencies: [Double] = []
            latencies.reserveCapacity(batch)
            for round in first..<first + batch {
                let planned = start + UInt64(round) * interval
                pause(until: planned)
                guard floor.roundTrip() != nil else {
                    recorder.fault(.harness, FloorLost().description)
                    return false
                }
                latencies.append(Double(MonotonicClock.now() - planned))
            }
            recorder.samples(
                CapacityMetric.floorPaced, latencies, unit: .nanoseconds,
                span: TimeSpan(
                    start: start + UInt64(first) * interval, end: MonotonicClock.now()))
        }
        return true
    }

    /// The paced part while the runtime draws the viewport at 60 Hz.
    func loaded() throws -> Bool {
        let region = try runtime.link.handOverViewport()
        defer { withExtendedLifetime(region) {} }
        let handedOver = MonotonicClock.now()
        guard
            case .framePublished(let first, _, _) =
                events.wait(until: .after(.seconds(5)), named: .framePublished)?.event
        else {
            recorder.violation(
                .hang, "the runtime drew nothing within 5 s of the hand-over",
                span: .since(handedOver))
            return true
        }
        let isWhole = paced(RoundTripMetric.loaded)
        events.drain()
        var last = first
        for case .framePublished(let id, _, _) in events.events.map(\.event) { last = id }
        recorder.count(RoundTripMetric.framesDrawn, Int(clamping: last) - Int(clamping: first))
        return isWhole
    }

    /// Waits for a moment; a moment that has passed is no wait.
    private func pause(until moment: UInt64) {
        var nothing: [PollEntry] = []
        _ = try? Poll.wait(&nothing, until: Deadline(nanoseconds: moment))
    }
}

/// The outcomes of one part of the attempt, until they are recorded.
struct RoundTripTally {
    /// The series that the latencies belong to.
    let metric: String
    /// Whether they were taken before the system was warm.
    let isWarmup: Bool
    /// Nanoseconds of each right or wrong reply.
    private(set) var latencies: [Double] = []
    /// Whether the connection can carry no further request.
    private(set) var isBroken = false

    private var span: TimeSpan?
    /// The wait for a reply that ran out.
    private var patience: TimeSpan?
    /// Why the connection broke, which no host does.
    private var breach: String?
    private var wrong = 0
    private var lost = 0
    private var outOfOrder = 0

    init(_ metric: String, isWarmup: Bool = false, capacity: Int) {
        self.metric = metric
        self.isWarmup = isWarmup
        latencies.reserveCapacity(capacity)
    }

    /// Adds the outcome of a request that was due at `start`.
    ///
    /// A wrong reply is a violation and not a sample (gates.md#rule-3).
    mutating func add(_ outcome: EchoOutcome, since start: UInt64) {
        switch outcome {
        case .reply(let now):
            latencies.append(Double(now - start))
            span = TimeSpan(start: span?.start ?? start, end: now)
        case .wrong: wrong += 1
        case .outOfOrder:
            outOfOrder += 1
            isBroken = true
        case .lost:
            lost += 1
            isBroken = true
            patience = .since(start)
        case .broken(let reason):
            lost += 1
            isBroken = true
            breach = reason
        }
    }

    /// Whether what was added so far covers so much time that it should be recorded.
    var isLong: Bool { span.map { $0.end > $0.start + Self.longest } ?? false }

    /// Interference leaves a batch out as a whole; short ones keep that fair.
    private static let longest: UInt64 = 50_000_000

    /// Hands everything to the recorder and starts anew.
    mutating func record(to recorder: Recorder) {
        recorder.samples(
            metric, latencies, unit: .nanoseconds, warmup: isWarmup, span: span)
        recorder.count(RoundTripMetric.wrong, wrong)
        recorder.count(RoundTripMetric.lost, lost, span: patience)
        if let breach {
            recorder.violation(.misbehaviour, "the runtime broke the connection: \(breach)")
        }
        recorder.count(RoundTripMetric.outOfOrder, outOfOrder)
        latencies.removeAll(keepingCapacity: true)
        span = nil
        patience = nil
        breach = nil
        wrong = 0
        lost = 0
        outOfOrder = 0
    }
}
