internal import GateHost
internal import GateKit
internal import WeldContract

// The parts of a round-trip attempt. Each says when the connection broke in it, after recording
// how.
extension RoundTripAttempt {
    /// Sends one request as soon as the last was answered; nil when the connection broke.
    func backToBack(_ rounds: Int, _ metric: String) -> RoundTripTally? {
        var tally = RoundTripTally(metric, capacity: rounds)
        for _ in 0..<rounds where !tally.isBroken {
            let payload = payloads.next()
            let start = MonotonicClock.now()
            tally.add(runtime.link.echo(payload), since: start)
            if tally.isLong { tally.record(to: recorder) }
        }
        tally.record(to: recorder)
        return tally.isBroken ? nil : tally
    }

    /// All rounds, recorded in small blocks.
    func inBlocks(_ metric: String) -> Bool {
        for start in stride(from: 0, to: length.rounds, by: RoundTripLength.smallBlock) {
            let block = min(RoundTripLength.smallBlock, length.rounds - start)
            guard backToBack(block, metric) != nil else { return false }
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
    ) -> MeasuredPart? {
        var part = MeasuredPart(interleaved: true)
        var done = 0
        var spent: UInt64 = 0
        while done < length.rounds, spent < RoundTripLength.longestPart {
            let block = min(RoundTripLength.block, length.rounds - done)
            let begun = MonotonicClock.now()
            guard let tally = backToBack(block, metric) else { return nil }
            spent += MonotonicClock.now() - begun
            part.add(subject: tally.all, tally.whole ?? .since(begun))
            var bare: [Double] = []
            bare.reserveCapacity(block)
            let start = MonotonicClock.now()
            for _ in 0..<block {
                guard let sample = floor.roundTrip() else {
                    recorder.fault(.harness, FloorLost().description)
                    return nil
                }
                bare.append(sample)
            }
            let span = TimeSpan(start: start, end: MonotonicClock.now())
            recorder.samples(floorMetric, bare, unit: .nanoseconds, span: span)
            part.add(floor: bare, span)
            done += block
        }
        return part
    }

    /// The same with attempt, runtime and floor on one core: the figures that can be compared
    /// between machines (gates.md#placement).
    ///
    /// - Parameter free: The part with free placement, whose tail counts where nothing can be
    ///   pinned.
    func pinned(beside floor: borrowing FloorProcess, or free: MeasuredPart) throws -> Bool {
        let before = try Affinity.cpus()
        guard let cpu = before.first else { return true }
        do throws(SystemError) {
            try Affinity.set([cpu])
            try Affinity.set([cpu], ofProcess: runtime.pid)
            try Affinity.set([cpu], ofProcess: floor.pid)
        } catch {
            recorder.fact("placement.pinned", "not possible here: \(error)")
            free.recordTail(to: recorder)
            try Affinity.set(before)
            return true
        }
        recorder.fact("placement.pinned", "cpu \(cpu)")
        let part = besideFloor(floor, RoundTripMetric.pinned, RoundTripMetric.floorPinned)
        try Affinity.set(before)
        try Affinity.set(before, ofProcess: runtime.pid)
        part?.recordMedian(to: recorder)
        part?.recordTail(to: recorder)
        return part != nil
    }

    /// Sends on a schedule; a latency counts from the planned time, so that a slow reply is not
    /// forgiven the requests that had to wait behind it.
    func paced(_ metric: String, _ rounds: Int, _ part: inout MeasuredPart) -> Bool {
        let interval = UInt64(1_000_000_000 / RoundTripLength.pace)
        let start = MonotonicClock.now() + interval
        // Small batches: recording must fit into the time between two requests.
        let batch = 100
        var tally = RoundTripTally(metric, capacity: rounds)
        for round in 0..<rounds where !tally.isBroken {
            let planned = start + UInt64(round) * interval
            let payload = payloads.next()
            pause(until: planned)
            tally.add(runtime.link.echo(payload), since: planned)
            if tally.latencies.count >= batch { tally.record(to: recorder) }
        }
        tally.record(to: recorder)
        if let whole = tally.whole { part.add(subject: tally.all, whole) }
        return !tally.isBroken
    }

    /// Half a second of the bare ping-pong on the same schedule: whether the host can keep it at all
    /// (credibility.md#capacity).
    func paced(_ floor: borrowing FloorProcess, _ part: inout MeasuredPart) -> Bool {
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
            let span = TimeSpan(
                start: start + UInt64(first) * interval, end: MonotonicClock.now())
            recorder.samples(CapacityMetric.floorPaced, latencies, unit: .nanoseconds, span: span)
            part.add(floor: latencies, span)
        }
        return true
    }

    /// One request after each pause, beside one of the floor's after the same pause: a runtime that
    /// falls asleep answers the first one late, and no schedule of short intervals shows it.
    func afterGaps(beside floor: borrowing FloorProcess) -> Bool {
        for gap in RoundTripLength.gaps {
            var part = MeasuredPart(interleaved: false)
            for _ in 0..<RoundTripLength.gapRounds {
                Pause.wait(gap)
                let start = MonotonicClock.now()
                guard let bare = floor.roundTrip() else {
                    recorder.fault(.harness, FloorLost().description)
                    return false
                }
                part.add(floor: [bare], .since(start))
                guard let tally = backToBack(1, RoundTripMetric.afterGap) else { return false }
                part.add(subject: tally.all, tally.whole ?? .since(start))
            }
            recorder.samples(
                RoundTripMetric.floorAfterGap, part.floor, unit: .nanoseconds, span: part.span)
            part.recordMedian(to: recorder)
        }
        return true
    }

    /// The paced part while the runtime draws the viewport at 60 Hz.
    func loaded() throws -> Bool {
        if let region { return loaded(region) }
        events.drain()
        events.clock.expect(.handover, from: .runtime, notBefore: MonotonicClock.now())
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
        recorder.inheritance(
            of: runtime.pid, RoundTripMetric.inherited, events: events)
        let before = StubUse(of: runtime.pid)
        var part = MeasuredPart(interleaved: false)
        let isWhole = paced(RoundTripMetric.loaded, length.loadedRounds, &part)
        if isWhole { recordGrowth(since: before) } else { events.drain() }
        var last = first
        for case .framePublished(let id, _, _) in events.events.map(\.event) { last = id }
        recorder.count(RoundTripMetric.framesDrawn, Int(clamping: last) - Int(clamping: first))
        return isWhole
    }

    /// The same with a runtime that draws all the time, and whose pictures are counted in its region.
    private func loaded(_ region: NamedRegion) -> Bool {
        let start = MonotonicClock.now()
        guard region.draws(1, within: .seconds(5)), let first = region.pictures else {
            recorder.violation(
                .hang, "the runtime drew nothing within 5 s of its handshake", span: .since(start))
            return true
        }
        let before = StubUse(of: runtime.pid)
        var part = MeasuredPart(interleaved: false)
        let isWhole = paced(RoundTripMetric.loaded, length.loadedRounds, &part)
        if isWhole { recordGrowth(since: before) }
        let drawn = (region.pictures ?? first).minus(first)
        recorder.count(RoundTripMetric.framesDrawn, Int(clamping: drawn))
        return isWhole
    }

    /// Waits for a moment; a moment that has passed is no wait.
    private func pause(until moment: UInt64) {
        var nothing: [PollEntry] = []
        _ = try? Poll.wait(&nothing, until: Deadline(nanoseconds: moment))
    }
}
