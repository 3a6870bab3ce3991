internal import GateHost
internal import GateKit
internal import WeldWire

/// One connection of nothing but valid traffic, at a pace or as fast as it goes, until its time is
/// over and its end was said; then both sides' counts must be the same.
struct TrafficPart {
    /// How fast.
    enum Kind {
        /// As fast as the stub takes it.
        case saturation
        /// On a schedule.
        case paced
    }

    let kind: Kind
    let subject: FuzzSubject
    let seed: UInt64
    let tally: FuzzTally
    let recorder: Recorder

    /// Runs for so many measured seconds; false when the stub was lost in it.
    func run(seconds: Double) -> Bool {
        let asked = MonotonicClock.now()
        guard let socket = subject.connect() else {
            if subject.status == .running { tally.hang(.since(asked)) }
            return false
        }
        var side = TrafficSide(socket, role: subject.role.peer, seed: seed)
        guard side.greet(on: subject) else { return hang(side, since: asked) }
        tally.begin()
        let start = MonotonicClock.now()
        let end = start + UInt64(seconds * 1e9)
        let isAlive = exchange(&side, from: start, to: end)
        let elapsed = Double(MonotonicClock.now() - start) / 1e9
        tally.end()
        guard isAlive else {
            let now = MonotonicClock.now()
            return hang(side, since: now - min(now, side.longestWait))
        }
        // One direction only: what the attempt sent and the stub took. Replies come on top.
        let frames = side.sent.sum
        recorder.samples(
            kind == .paced ? FuzzMetric.paced : FuzzMetric.saturation(subject.role),
            [Double(frames) / elapsed], unit: .perSecond,
            span: TimeSpan(start: start, end: MonotonicClock.now()))
        let ending = MonotonicClock.now()
        guard side.end(on: subject) else { return hang(side, since: ending) }
        settle(side)
        return true
    }

    private func exchange(
        _ side: inout TrafficSide, from start: UInt64, to end: UInt64
    ) -> Bool {
        // An editor asks for as much again, and is answered.
        let pace = subject.role == .editor ? FuzzLength.pace / 2 : FuzzLength.pace
        var made = 0.0
        var counted: UInt64 = 0
        let word = kind == .paced ? "paced" : "saturated"
        let what = "\(word) traffic to the \(subject.role.rawValue)"
        side.restartClock()
        while true {
            let now = MonotonicClock.now()
            if now >= end { return true }
            let due = pace * Double(now - start) / 1e9
            let limit = kind == .saturation ? Int.max : max(0, Int(due - made))
            made += Double(side.fill(limit))
            if !side.step() {
                // The paced part sleeps a millisecond at most, so that frames go out in time.
                let nap = kind == .paced ? 1_000_000 : 100_000_000 as UInt64
                subject.wait(
                    Deadline(nanoseconds: min(end, now + nap)), side.descriptor,
                    for: side.interests)
                if subject.status != .running { return false }
            }
            let total = side.sent.sum + side.received.sum
            tally.passed(total - counted)
            counted = total
            tally.tick()
            tally.progress(what)
            if side.isOver || side.longestWait >= 5_000_000_000 { return false }
        }
    }

    /// Compares what both counted.
    private func settle(_ side: borrowing TrafficSide) {
        guard let report = subject.report else { return }
        let lost = side.sent.distance(to: report.received)
        var extra = side.received.distance(to: report.sent)
        if subject.role == .runtime, !side.isMarked {
            recorder.fact("unaccounted", "the runtime's last frame was not its END")
            extra += 1
        }
        if lost + extra + side.lostReplies > 0 {
            recorder.fact(
                "unaccounted",
                "\(lost) frames to the \(subject.role.rawValue), \(extra) from it, "
                    + "\(side.lostReplies) replies")
        }
        // A request that was dropped is missed in both counts and counts once.
        tally.add(FuzzMetric.unaccounted, max(lost, side.lostReplies) + extra)
        record(side)
        for error in report.errors { recorder.fact("error of valid traffic", error) }
        tally.add(FuzzMetric.mismatches, UInt64(report.errors.count))
        tally.add(FuzzMetric.wrongReplies, UInt64(report.wrongReplies))
    }

    private func record(_ side: borrowing TrafficSide) {
        tally.types(side.sent)
        tally.types(side.received)
        tally.wait(side.longestWait)
        tally.add(FuzzMetric.wrongReplies, UInt64(side.wrongReplies))
    }

    /// The stub answered nothing any more, or closed on valid traffic.
    ///
    /// - Parameter start: When the wait for it began.
    private func hang(_ side: borrowing TrafficSide, since start: UInt64) -> Bool {
        record(side)
        if subject.status != .running {
            return false
        } else if side.isOver {
            tally.add(FuzzMetric.mismatches, 1)
            recorder.fact(
                "valid traffic was refused",
                "by the \(subject.role.rawValue): \(subject.report?.errors ?? [])")
        } else {
            tally.hang(.since(start))
        }
        return false
    }
}
