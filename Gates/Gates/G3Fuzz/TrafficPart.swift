internal import GateHost
internal import GateKit
internal import GateWire

/// One connection of nothing but valid traffic, at a pace or as fast as it goes, until its time is
/// over and its end was said; then both sides' counts must be the same.
struct TrafficPart {
    /// How fast.
    enum Kind: String {
        /// As fast as the stub takes it.
        case saturation = "saturated"
        /// On a schedule.
        case paced = "paced"
    }

    let kind: Kind
    let subject: FuzzSubject
    let seed: UInt64
    let tally: FuzzTally
    let recorder: Recorder

    /// Replies to an editor that others overtake at once: fewer than it awaits by itself.
    private static let kept = 120

    /// Runs for so many measured seconds; false when the stub was lost in it.
    func run(seconds: Double) -> Bool {
        let judge = TrafficJudge(
            name: "\(kind.rawValue) traffic", subject: subject, seed: seed, tally: tally,
            recorder: recorder)
        let asked = MonotonicClock.now()
        guard let socket = subject.connect() else {
            if subject.status == .running { tally.hang(.since(asked)) }
            return false
        }
        var side = TrafficSide(
            socket, role: subject.role.peer, seed: seed,
            keeping: kind == .saturation ? Self.kept : 0)
        guard side.greet(on: subject) else { return judge.lost(side, since: asked) }
        tally.begin()
        let isAlive = exchange(&side, seconds: seconds)
        tally.end()
        guard isAlive else {
            let now = MonotonicClock.now()
            return judge.lost(side, since: now - min(now, side.longestWait))
        }
        let ending = MonotonicClock.now()
        guard side.end(on: subject) else { return judge.lost(side, since: ending) }
        judge.settle(side)
        return true
    }

    /// Speaks for so many seconds and records the rate; false when the stub was lost.
    private func exchange(_ side: inout TrafficSide, seconds: Double) -> Bool {
        // An editor asks for as much again, and is answered.
        let pace = subject.role == .editor ? FuzzLength.pace / 2 : FuzzLength.pace
        let start = MonotonicClock.now()
        let end = start + UInt64(seconds * 1e9)
        // What a host took from a paced part is made up for on its schedule; a stub that is slow
        // makes up for nothing.
        let limit = end + min(3_000_000_000, 10 * (end - start))
        var made = 0.0
        var counted: UInt64 = 0
        let what = "\(kind.rawValue) traffic to the \(subject.role.rawValue)"
        side.restartClock()
        while true {
            let now = MonotonicClock.now()
            if now >= end, kind == .saturation { return record(side, side.sent.sum, start, now) }
            if now >= end, side.isTaken || now >= limit {
                let taken = side.taken
                if now >= limit || Self.rate(taken, start, now) >= FuzzLength.demanded {
                    return record(side, taken, start, now)
                }
            }
            let due = pace * Double(now - start) / 1e9
            let room = kind == .saturation ? Int.max : max(0, Int(due - made))
            // Past its end a part looks whether all was taken before it goes on.
            if now < end || side.isTaken { made += Double(side.fill(room)) }
            if !side.step() {
                // The paced part sleeps a millisecond at most, so that frames go out in time.
                let nap = kind == .paced ? 1_000_000 : 100_000_000 as UInt64
                subject.wait(
                    Deadline(nanoseconds: now < end ? min(end, now + nap) : now + nap),
                    side.descriptor, for: side.interests)
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

    private static func rate(_ frames: UInt64, _ start: UInt64, _ end: UInt64) -> Double {
        Double(frames) / (Double(end - start) / 1e9)
    }

    /// Records the rate of one direction, what the attempt sent and the stub took.
    ///
    /// Replies come on top.
    private func record(
        _ side: borrowing TrafficSide, _ frames: UInt64, _ start: UInt64, _ end: UInt64
    ) -> Bool {
        recorder.samples(
            kind == .paced ? FuzzMetric.paced : FuzzMetric.saturation(subject.role),
            [Self.rate(frames, start, end)], unit: .perSecond,
            span: TimeSpan(start: start, end: end))
        return true
    }
}

/// Judges what came of a connection of valid traffic.
struct TrafficJudge {
    /// What the traffic was, in words.
    let name: String
    let subject: FuzzSubject
    let seed: UInt64
    let tally: FuzzTally
    let recorder: Recorder

    private var whose: String { "\(name) of the \(subject.role.rawValue), seed \(seed)" }

    /// Compares what both counted.
    ///
    /// - Parameter dropsTail: Whether the stub may still have had frames to send when it ended, so
    ///   that it counts more than came.
    func settle(_ side: borrowing TrafficSide, dropsTail: Bool = false) {
        guard let report = subject.report else { return }
        let lost = side.sent.distance(to: report.received)
        var extra =
            dropsTail
            ? side.received.excess(over: report.sent)
            : side.received.distance(to: report.sent)
        if subject.role == .runtime, !side.isMarked {
            recorder.fact("unaccounted", "\(whose): the runtime's last frame was not its END")
            extra = extra.plus(1)
        }
        if lost > 0 || extra > 0 || side.lostReplies > 0 {
            recorder.fact(
                "unaccounted",
                "\(whose): \(lost) frames to it, \(extra) from it, \(side.lostReplies) replies")
        }
        // A request that was dropped is missed in both counts and counts once.
        tally.add(FuzzMetric.unaccounted, max(lost, side.lostReplies).plus(extra))
        record(side)
        for error in report.errors { recorder.fact("error of valid traffic", "\(whose): \(error)") }
        tally.add(FuzzMetric.mismatches, UInt64(report.errors.count))
        tally.add(FuzzMetric.wrongReplies, UInt64(report.wrongReplies))
    }

    /// Judges a stub that answered nothing any more, closed on valid traffic, sent what is no frame
    /// or ended; always false.
    ///
    /// - Parameter start: When the wait for it began.
    func lost(_ side: borrowing TrafficSide, since start: UInt64) -> Bool {
        record(side)
        tally.breakOff()
        if subject.status != .running || !side.isReadable {
            // The end of its process, or what it sent, is what counts.
        } else if side.isOver {
            tally.add(FuzzMetric.mismatches, 1)
            recorder.fact(
                "valid traffic was refused", "\(whose): \(subject.report?.errors ?? [])")
        } else {
            tally.hang(.since(start))
        }
        return false
    }

    private func record(_ side: borrowing TrafficSide) {
        tally.types(side.sent)
        tally.types(side.received)
        tally.wait(side.longestWait)
        tally.add(FuzzMetric.wrongReplies, UInt64(side.wrongReplies))
        tally.add(FuzzMetric.malformed, side.faults.count)
        for text in [side.firstWrong, side.faults.first].compactMap({ $0 }) {
            recorder.fact("a frame of valid traffic", "\(whose): \(text)")
        }
    }
}
