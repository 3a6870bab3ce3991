internal import GateHost
internal import GateKit
internal import GateWire

internal import enum GateHost.Ledger

/// A peer that does not read for a while: until the stub can write no more and takes no more, and
/// a moment longer (platform.md#bounded-io).
///
/// Then a little is read at a time while more and more is said, and at last everything; all is
/// compared, in number, in order and whole, and the stub's memory and threads must not have grown by
/// what it was sent. Its threads are interrupted by a signal all the time, and the numbers of both
/// sides wrap.
struct BlockedPart {
    let subject: FuzzSubject
    let seed: UInt64
    let tally: FuzzTally
    let recorder: Recorder

    /// What a stub is started with.
    static func options(of role: Role) -> FuzzSubject.Options {
        FuzzSubject.Options(
            requests: role == .editor ? 1_000_000 : nil,
            requestsAhead: role == .editor ? window : nil,
            // A runtime has said two frames when it is greeted, an editor asks for more and more.
            firstSequence: role == .editor ? .max - 500 : .max,
            isInterruptible: true)
    }

    /// Frames that a stub without bounds takes, or sends, before it is given up as boundless.
    private static let window = 262_144
    /// For how long nothing must have moved before a stub counts as blocked.
    private static let stillness: UInt64 = 50_000_000
    /// How long a stub is waited for to stand still; less than the 5 s after which it gives up.
    private static let patience: UInt64 = 3_000_000_000
    /// Bytes that no bounded stub grows by; more need not be waited for.
    private static let boundless: UInt64 = 16 * 1024 * 1024
    /// How long what had piled up may take to be read and answered.
    private static let catchingUp: UInt64 = 60_000_000_000
    /// After how long without a reply none is waited for any more.
    private static let silence: UInt64 = 500_000_000
    /// Between two interruptions.
    private static let interval: UInt64 = 200_000
    /// Replies to an editor that others overtake at once.
    private static let kept = 600
    /// Reads, of 64 KiB at most, by which a full queue is emptied and filled again several times over.
    private static let bites = 48
    /// How long a stub has to fill its queue again behind each of them.
    private static let refill: Duration = .milliseconds(3)
    /// How long the next bytes are waited for, which are there as a rule.
    private static let lateness: Duration = .milliseconds(20)
    /// Threads by which a stub may be more while nobody reads: one that writes for the others, and
    /// what a system starts by itself.
    private static let moreThreads = 4

    /// Runs; false when the stub was lost in it.
    func run() -> Bool {
        let judge = TrafficJudge(
            name: "unread traffic", subject: subject, seed: seed, tally: tally,
            recorder: recorder)
        let asked = MonotonicClock.now()
        guard let socket = subject.connect() else {
            if subject.status == .running { tally.hang(.since(asked)) }
            return false
        }
        var side = TrafficSide(
            socket, role: subject.role.peer, seed: seed,
            firstOfStub: subject.options.firstSequence ?? 1, window: Self.window,
            keeping: Self.kept)
        guard side.greet(on: subject) else { return judge.lost(side, since: asked) }
        var storm = Storm(subject: subject)
        for types in Self.turns(of: subject.role) {
            side.speak(only: types)
            guard block(&side, &storm), trickle(&side, &storm), catchUp(&side, &storm) else {
                let now = MonotonicClock.now()
                return judge.lost(side, since: now - min(now, side.longestWait))
            }
        }
        recorder.fact("interruptions of the \(subject.role.rawValue)", "\(storm.hits)")
        let ending = MonotonicClock.now()
        guard side.end(on: subject) else { return judge.lost(side, since: ending) }
        judge.settle(side, dropsTail: subject.role == .editor)
        return true
    }

    /// What is said while nothing is read, one turn after the other.
    ///
    /// First what a runtime answers from its main loop, then what it answers from its reader. An
    /// editor asks by itself.
    private static func turns(of role: Role) -> [[MessageType]] {
        role == .editor ? [[]] : [[.spawnEntity, .modifyComponent], [.echo, .heartbeat]]
    }

    // MARK: - Blocking

    /// Says what there is to say and reads nothing until nothing moves; false when the stub was
    /// lost.
    private func block(_ side: inout TrafficSide, _ storm: inout Storm) -> Bool {
        let start = MonotonicClock.now()
        let before = ProcessMemory.resident(of: subject.pid)
        var last = Progress()
        var stillSince = start
        var greatest: UInt64 = 0
        let threads = threadCount
        while true {
            let made = side.fill(Int.max)
            let wrote = side.step(reads: false)
            let now = MonotonicClock.now()
            storm.blow(now)
            let progress = Progress(
                unread: side.unread, sent: side.sent.sum,
                // Memory is looked at where nothing else moves: the look costs a system call.
                pages: made > 0 || wrote ? last.pages : memory(&greatest))
            if progress != last || wrote {
                last = progress
                stillSince = now
            }
            if now - stillSince >= Self.stillness || now - start >= Self.patience { break }
            if let before, greatest > before + Self.boundless { break }
            if !wrote {
                subject.wait(
                    Deadline(nanoseconds: now + 1_000_000), side.descriptor, for: side.wanted)
                if subject.status != .running { return false }
            }
        }
        _ = memory(&greatest)
        compare(threads: threadCount, since: threads)
        if let before {
            recorder.samples(
                FuzzMetric.blockedMemory, [Double(greatest > before ? greatest - before : 0)],
                unit: .bytes)
        }
        let isBlocked = subject.role == .runtime ? side.queued > 0 : side.unread > 0
        if isBlocked { recorder.count(FuzzMetric.blocked(subject.role)) }
        recorder.fact(
            "unread traffic of the \(subject.role.rawValue)",
            "\(side.outstanding) frames outstanding, \(side.unread) bytes in its socket")
        return true
    }

    /// How many threads the stub has; nil where it is gone.
    private var threadCount: Int? { Ledger.threads(of: subject.pid)?.count }

    /// Records threads that a stub gained while nobody read: what waits may have one thread that writes
    /// it and not one for each frame.
    private func compare(threads now: Int?, since earlier: Int?) {
        guard let now, let earlier else { return }
        let gained = now - earlier
        recorder.count(FuzzMetric.threads, max(0, gained - Self.moreThreads))
        guard gained > Self.moreThreads else { return }
        recorder.fact(
            "threads of the \(subject.role.rawValue) that was not read",
            "\(gained) more than before")
    }

    private struct Progress: Equatable {
        var unread = 0
        var sent: UInt64 = 0
        var pages: UInt64 = 0
    }

    /// Resident memory in steps of half a MiB: less is no growth.
    private func memory(_ greatest: inout UInt64) -> UInt64 {
        let resident = ProcessMemory.resident(of: subject.pid) ?? 0
        greatest = max(greatest, resident)
        return resident >> 19
    }

    // MARK: - A little at a time

    /// Reads a little at a time while the stub is said all that it takes, so that more waits in it all
    /// the while, and far more than its queue holds has passed through it when it is empty again
    /// (platform.md#bounded-io); false when the stub was lost.
    private func trickle(_ side: inout TrafficSide, _ storm: inout Storm) -> Bool {
        let before = ProcessMemory.resident(of: subject.pid) ?? 0
        for _ in 0..<Self.bites {
            if !side.readOnce() {
                subject.wait(.after(Self.lateness), side.descriptor, for: .readable)
                // Nothing more comes of one that has nothing left to write, or has closed.
                if !side.readOnce() { break }
            }
            let next = Deadline.after(Self.refill)
            repeat {
                storm.blow(MonotonicClock.now())
                _ = side.fill(Int.max)
                if !side.step(reads: false) {
                    subject.wait(next, side.descriptor, for: side.wanted)
                }
                if subject.status != .running { return false }
            } while !next.hasPassed
            // One without bounds has shown it by now, and is spared.
            let resident = ProcessMemory.resident(of: subject.pid) ?? 0
            if resident > before + Self.boundless { break }
        }
        return subject.status == .running
    }

    // MARK: - Catching up

    /// Reads everything, answers and compares; false when the stub was lost.
    private func catchUp(_ side: inout TrafficSide, _ storm: inout Storm) -> Bool {
        let start = MonotonicClock.now()
        side.restartClock()
        while true {
            let now = MonotonicClock.now()
            storm.blow(now)
            // An editor asks without end: a while of it, long enough for what had piled up.
            let isDone =
                subject.role == .editor
                ? now - start >= Self.stillness && side.received.sum > 0
                // What is still owed after so long a silence is lost, as the end will show.
                : side.queued == 0
                    && (side.outstanding == 0 || side.silence >= Self.silence)
            if isDone { return true }
            // One that never stops to speak and never answers is waited for no longer.
            if now - start >= Self.catchingUp { return false }
            if side.isOver || side.longestWait >= 5_000_000_000 { return false }
            if !side.step() {
                subject.wait(
                    Deadline(nanoseconds: now + 1_000_000), side.descriptor, for: side.interests)
                if subject.status != .running { return false }
            }
        }
    }

    /// Interrupts the stub again and again.
    private struct Storm {
        let subject: FuzzSubject
        var hits = 0
        private var last: UInt64 = 0

        init(subject: FuzzSubject) { self.subject = subject }

        /// Interrupts it, if the last time is long enough ago.
        mutating func blow(_ now: UInt64) {
            guard now - last >= BlockedPart.interval else { return }
            last = now
            hits += subject.interrupt()
        }
    }
}
