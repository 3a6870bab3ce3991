internal import GateHost
internal import GateKit
internal import WeldContract

internal import enum GateHost.Ledger

/// Peers of the judge's own that read nothing, or little, or were silent for long: a stub gives up who
/// takes nothing for 5 s, not sooner, and nobody else, and has a thread more for it and not one for each
/// frame that waits (platform.md#bounded-io).
///
/// The trials take seconds and cost nothing, and run beside the stops.
struct SlowReaderTrials {
    let plan: AttemptPlan
    let recorder: Recorder

    /// How the judge reads, in the place of a runtime's editor.
    enum Conduct: String, CaseIterable {
        /// Not at all.
        case nothing
        /// A little now and then, while more and more is asked for.
        case little
        /// All at once, and the same again after more than 5 s in which nothing was said.
        case seldom
    }

    /// From the first request to the end of a runtime that nobody reads from: 5 s, and less than its
    /// clock may differ by.
    private static let soonest: UInt64 = 4_900_000_000
    /// Who was not given up by then never is: more than twice as long.
    private static let latest: Duration = .seconds(12)
    /// The same in nanoseconds.
    private static let longest: UInt64 = 12_000_000_000
    /// Requests whose replies fill a socket, and not the queue behind it.
    private static let requests = 3000
    /// Requests that are as long as one read, or a little less.
    private static let more = 700
    private static let bites = 4
    /// Between two bites: 5 s have passed before the last.
    private static let betweenBites: Duration = .milliseconds(1600)
    private static let silence: Duration = .milliseconds(5300)
    /// A judge that was kept from reading for so long may be given up itself, in nanoseconds.
    private static let kept: UInt64 = 4_000_000_000
    /// Threads that a stub may have more than before while frames wait.
    private static let moreThreads = 4
    /// Between two looks at them.
    private static let glance: Duration = .milliseconds(100)

    /// Makes one trial with a runtime.
    func run(_ conduct: Conduct) throws {
        let name = "slow-\(conduct.rawValue)"
        let editor = try OwnEditor(name, plan: plan, recorder: recorder)
        var isServed = false
        try recorder.judging(
            late: "trial \(name): a runtime did not come to its end", wrong: "trial \(name)"
        ) {
            let peer = try editor.greet()
            if conduct == .nothing {
                try readNothing(peer, editor)
            } else {
                try read(peer, conduct)
                isServed = true
            }
            withExtendedLifetime(peer) {}
        }
        if isServed { try editor.expectCleanExit() }
        try editor.kill()
    }

    // MARK: - A runtime

    /// Asks for as much as the runtime takes, reads nothing, and waits for its end with 14.
    private func readNothing(_ peer: OwnPeer, _ editor: OwnEditor) throws {
        let start = MonotonicClock.now()
        let lastTaken = try flood(peer, editor.pid)
        let status = try editor.wait()
        let waited = MonotonicClock.now() - start
        switch status {
        case .running: throw OwnPeer.Failure.late(since: lastTaken)
        case .exited(code: ExitCode.protocolError.documented):
            guard waited < Self.soonest else { return }
            throw OwnPeer.Failure.wrong(
                "a runtime gave up after \(waited / 1_000_000) ms an editor that read nothing")
        default:
            throw OwnPeer.Failure.wrong(
                "a runtime from which nobody read ended with \(status) instead of 14")
        }
    }

    /// Asks, whenever the runtime takes something, until it ends the connection or has taken nothing
    /// for longer than it may; returns when it last took something.
    private func flood(_ peer: OwnPeer, _ runtime: Int32) throws -> UInt64 {
        let threads = Ledger.threads(of: runtime)?.count
        var last = MonotonicClock.now()
        var asked: UInt32 = 0
        var rest: ArraySlice<UInt8> = []
        while MonotonicClock.now() - last < Self.longest {
            if rest.isEmpty {
                asked += 1
                rest = Self.echo(asked).bytes[...]
            }
            guard Int(asked) <= OwnExchange.flood else {
                throw OwnPeer.Failure.wrong(
                    "\(asked) requests were taken from an editor that reads nothing")
            }
            let taken: Int?
            do {
                taken = try peer.send(some: rest)
            } catch OwnPeer.Failure.wrong {
                // It has ended the connection.
                return last
            }
            if let taken {
                rest = rest.dropFirst(taken)
                last = MonotonicClock.now()
            } else if try !peer.wait(.writable, until: .after(OwnExchange.settled)) {
                try compare(Ledger.threads(of: runtime)?.count, with: threads)
            }
        }
        return last
    }

    /// Asks, reads slowly, and is served to the end.
    private func read(_ peer: OwnPeer, _ conduct: Conduct) throws {
        let start = MonotonicClock.now()
        var talk = SlowTalk(peer: peer)
        do {
            try talk.ask(Self.requests)
            if conduct == .little {
                for _ in 0..<Self.bites {
                    Pause.wait(Self.betweenBites)
                    try talk.bite()
                    try talk.ask(Self.more)
                }
            } else {
                Pause.wait(OwnExchange.settled)
                try talk.readAll()
                Pause.wait(Self.silence)
                talk.begin()
                try talk.ask(Self.requests)
                Pause.wait(OwnExchange.settled)
            }
            try talk.readAll()
            try talk.leave()
        } catch OwnPeer.Failure.wrong(let text) {
            guard talk.longestPause < Self.kept else {
                throw OwnPeer.Failure.late(since: start)
            }
            throw OwnPeer.Failure.wrong(text)
        }
    }

    private func compare(_ threads: Int?, with earlier: Int?) throws {
        guard let threads, let earlier, threads > earlier + Self.moreThreads else { return }
        throw OwnPeer.Failure.wrong("\(threads - earlier) threads came for frames that wait")
    }

    fileprivate static func echo(_ number: UInt32) -> OwnFrame {
        let byte = UInt8(truncatingIfNeeded: number &* 31)
        return OwnFrame(
            kind: .echo, number: number, body: [UInt8](repeating: byte, count: 64))
    }

    // MARK: - An editor

    /// An editor asks a runtime of the judge's own that answers its first round and reads nothing from
    /// then on: the editor ends the connection.
    func runEditor() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "slow-runtime", plan: plan,
            arguments: [
                "--no-spawn", "--no-heartbeat", "--size", "64x64", "--requests", "100000/s",
                "--requests-ahead", "100000",
            ], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor did not give up a runtime that read nothing",
            wrong: "an editor whose runtime was to read nothing"
        ) {
            let peer = OwnPeer(try PassingSocket(connectingTo: path))
            try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
            let threads = try answerFirstRound(peer, editor)
            try awaitEnd(of: peer, editor, threads: threads)
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: .seconds(5))
        editor.removeDirectory()
    }

    /// Reads nothing until the editor ends the connection, and looks at its threads meanwhile.
    private func awaitEnd(of peer: OwnPeer, _ editor: EditorRun, threads: Int?) throws {
        let start = MonotonicClock.now()
        let deadline = Deadline.after(Self.latest)
        while try !peer.wait([], until: .after(Self.glance)) {
            guard !deadline.hasPassed else { throw OwnPeer.Failure.late(since: start) }
            try compare(Ledger.threads(of: editor.editorPID)?.count, with: threads)
        }
    }

    /// Answers until the editor has checked a round, and returns how many threads it had before.
    private func answerFirstRound(_ peer: OwnPeer, _ editor: EditorRun) throws -> Int? {
        var runtime = OwnRuntime()
        var threads: Int?
        while let request = try peer.next() {
            threads = threads ?? Ledger.threads(of: editor.editorPID)?.count
            guard let reply = runtime.reply(to: request) else { continue }
            try peer.send(reply.bytes)
            editor.events.drain()
            if editor.events.events.contains(where: { $0.kind == .roundChecked }) {
                return threads
            }
        }
        throw OwnPeer.Failure.wrong("it ended the connection after less than a round")
    }
}

/// Echoes to a runtime, whose replies are read late.
private struct SlowTalk {
    /// The longest time in which nothing was read although something was asked, in nanoseconds.
    private(set) var longestPause: UInt64 = 0

    private let peer: OwnPeer
    private var asked: UInt32 = 0
    private var answered: UInt32 = 0
    private var lastRead = MonotonicClock.now()

    init(peer: OwnPeer) { self.peer = peer }

    /// Begins after a time in which nothing was owed.
    mutating func begin() { lastRead = MonotonicClock.now() }

    /// Sends so many requests at once.
    mutating func ask(_ count: Int) throws {
        defer { note(reads: false) }
        var bytes: [UInt8] = []
        for _ in 0..<count {
            asked += 1
            bytes += SlowReaderTrials.echo(asked).bytes
        }
        try peer.send(bytes)
    }

    /// Reads once, and keeps what comes.
    mutating func bite() throws {
        defer { note(reads: true) }
        try peer.bite()
    }

    /// Reads every reply that is owed and compares it.
    mutating func readAll() throws {
        defer { note(reads: true) }
        while answered < asked {
            answered += 1
            let request = SlowReaderTrials.echo(answered)
            try peer.expect(
                OwnFrame(kind: .echoReply, number: answered, body: request.body))
        }
    }

    /// Asks for the end.
    mutating func leave() throws {
        defer { note(reads: true) }
        try peer.send(OwnFrame(kind: .shutdown, number: asked + 1, body: [0]).bytes)
        try peer.expect(OwnFrame(kind: .shutdownAck, number: asked + 1, body: [0]))
    }

    private mutating func note(reads: Bool) {
        let now = MonotonicClock.now()
        longestPause = max(longestPause, now - lastRead)
        if reads { lastRead = now }
    }
}
