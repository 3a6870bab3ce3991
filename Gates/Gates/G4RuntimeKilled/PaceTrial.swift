internal import GateHost
internal import GateKit
internal import WeldContract

/// An editor asks a runtime of the judge's own so many times a second, and it does so evenly: what
/// every busy trial rests on (contract.md#command-lines).
struct PaceTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Requests a second that are asked for.
    private static let rate = 200
    /// Requests that are looked at; the first round, which comes at once, is none of them.
    private static let requests = 150
    /// No request comes before nine tenths of its time since the greeting, in nanoseconds; a host only
    /// makes it later.
    private static let least = 900_000_000 / UInt64(rate)

    /// Makes the trial.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "pace", plan: plan,
            arguments: [
                "--no-spawn", "--no-heartbeat", "--size", "64x64", "--requests", "\(Self.rate)/s",
            ], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor did not ask \(Self.rate) times a second", wrong: "an editor's requests"
        ) {
            let peer = OwnPeer(try PassingSocket(connectingTo: path))
            let greeted = MonotonicClock.now()
            try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
            judge(try times(peer, editor), since: greeted)
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: .seconds(5))
        editor.removeDirectory()
    }

    /// Answers and returns when the requests came that followed the first round.
    private func times(_ peer: OwnPeer, _ editor: EditorRun) throws -> [UInt64] {
        var runtime = OwnRuntime()
        var times: [UInt64] = []
        var isBegun = false
        while times.count < Self.requests, let request = try peer.next() {
            guard let reply = runtime.reply(to: request) else { continue }
            if isBegun { times.append(MonotonicClock.now()) }
            try peer.send(reply.bytes)
            if !isBegun {
                editor.events.drain()
                isBegun = editor.events.events.contains { $0.kind == .roundChecked }
            }
        }
        return times
    }

    /// Records a violation where requests came before their time.
    private func judge(_ times: [UInt64], since greeted: UInt64) {
        let early = times.enumerated().filter { index, time in
            time - greeted < UInt64(index) * Self.least
        }
        guard let first = early.first else { return }
        recorder.violation(
            .misbehaviour,
            "an editor that is to ask \(Self.rate) times a second asks in bursts: \(early.count) of "
                + "\(times.count) requests came before their time, the first of them after "
                + "\((first.element - greeted) / 1_000_000) ms")
    }
}
