internal import GateKit
internal import WeldContract
internal import WeldPlatform
internal import WeldViewport

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
    func besideFloor(
        _ floor: borrowing FloorProcess, _ metric: String, _ floorMetric: String
    ) -> Bool {
        var done = 0
        while done < length.rounds {
            let block = min(RoundTripLength.block, length.rounds - done)
            guard backToBack(block, metric) else { return false }
            var bare: [Double] = []
            bare.reserveCapacity(block)
            let start = MonotonicClock.now()
            for _ in 0..<block {
                guard let sample = floor.roundTrip() else {
                    recorder.fault(.harness, "the floor's peer went away")
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

    /// The paced part while the runtime draws the viewport at 60 Hz.
    func loaded() throws -> Bool {
        let layout = ViewportLayout(.threeSlot, size: .standard)
        let region = try ViewportRegion(
            creating: layout,
            in: MemoryObject.sealed(label: "weld-viewport", size: layout.regionSize))
        try runtime.link.handOver(descriptor: region.descriptor, byteCount: region.byteCount)
        guard
            case .framePublished(let first, _, _) =
                events.wait(until: .after(.seconds(5)), named: .framePublished)?.event
        else {
            recorder.violation(.hang, "the runtime drew nothing within 5 s of the hand-over")
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
