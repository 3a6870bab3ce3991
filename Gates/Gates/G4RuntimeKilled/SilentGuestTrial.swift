internal import GateHost
internal import GateKit
internal import WeldContract

/// Guests who say nothing are first at an editor that anybody may come to: who greets is served long
/// before they would have to go (platform.md#identity).
struct SilentGuestTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(5)
    /// One is listened to, and the others wait.
    private static let guests = 3
    /// A quarter of a second, and much that a host may take; a guest who says nothing may stay for 2 s.
    private static let latest: UInt64 = 1_500_000_000

    /// Makes the trial; all guests are the judge itself.
    func run() throws {
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            "silent-guest", plan: plan,
            arguments: ["--no-spawn", "--no-heartbeat", "--size", "64x64"], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor did not serve who greeted beside silent guests",
            wrong: "who greets an editor beside silent guests"
        ) {
            var silent: [OwnPeer] = []
            for _ in 0..<Self.guests {
                silent.append(OwnPeer(try PassingSocket(connectingTo: path)))
            }
            guard editor.wait(.editor, .connected, within: Self.patience) != nil else {
                throw OwnPeer.Failure.late(since: start)
            }
            let peer = OwnPeer(try PassingSocket(connectingTo: path))
            let came = MonotonicClock.now()
            try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
            guard try peer.next()?.kind == .helloAck else {
                throw OwnPeer.Failure.wrong("it was not served")
            }
            guard MonotonicClock.now() - came < Self.latest else {
                throw OwnPeer.Failure.late(since: came)
            }
            withExtendedLifetime(silent) {}
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: Self.patience)
        editor.removeDirectory()
    }
}
