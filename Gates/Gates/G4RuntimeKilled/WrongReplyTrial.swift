internal import GateHost
internal import GateKit
internal import WeldContract

/// A runtime of the judge's own that answers one request of an editor's first round otherwise than it
/// was asked: the editor takes it for lost (platform.md#life).
struct WrongReplyTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    /// What is wrong.
    enum Reply: String, CaseIterable {
        /// One byte of an EchoReply.
        case echo
        /// An EntityCreated that names the entity that there never is.
        case entity
        /// A ModifyAck that says the opposite.
        case change
    }

    private static let patience: Duration = .seconds(5)

    /// Makes one trial.
    func run(_ reply: Reply) throws {
        let name = "wrong-\(reply.rawValue)"
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            name, plan: plan,
            arguments: ["--no-spawn", "--no-heartbeat", "--size", "64x64"], recorder: recorder)
        guard editor.wait(.editor, .listening, within: .seconds(10)) != nil,
            let path = editor.socketPath
        else { throw editor.notReady(since: start) }
        try recorder.judging(
            late: "an editor went on with a runtime whose reply was wrong (\(reply.rawValue))",
            wrong: "a wrong reply (\(reply.rawValue)) to an editor"
        ) {
            let peer = OwnPeer(try PassingSocket(connectingTo: path))
            try peer.send(OwnFrame.hello(engine: "weld-gates", takesHandoff: true).bytes)
            try answer(peer, reply)
        }
        editor.signalEditor(Signals.kill)
        _ = try editor.waitForEditor(within: Self.patience)
        editor.removeDirectory()
    }

    /// Answers until the editor ends the connection, one answer wrongly.
    private func answer(_ peer: OwnPeer, _ wrong: Reply) throws {
        var runtime = OwnRuntime(wrong: wrong)
        while let request = try peer.next() {
            guard let reply = runtime.reply(to: request) else { continue }
            // An editor that took the wrong one badly is gone before the next.
            try? peer.send(reply.bytes)
        }
    }
}

/// What a runtime of the judge's own answers (wire-protocol.md#messages).
struct OwnRuntime {
    private let wrong: WrongReplyTrial.Reply?
    private var entities: UInt64 = 0

    /// - Parameter wrong: Which of the answers differs from what the page asks for; nil is none.
    init(wrong: WrongReplyTrial.Reply? = nil) { self.wrong = wrong }

    /// Returns the answer to a request; nil for what asks nothing.
    mutating func reply(to request: OwnFrame) -> OwnFrame? {
        switch request.kind {
        case .echo:
            var body = request.body
            if wrong == .echo { body[63] ^= 1 }
            return OwnFrame(kind: .echoReply, number: request.number, body: body)
        case .spawnEntity:
            entities += 1
            return OwnFrame(
                kind: .entityCreated, number: request.number,
                body: OwnFrame.little(wrong == .entity ? .max : entities, 8))
        case .modifyComponent:
            let entity = OwnFrame.number(request.body, 0, 8)
            let isKnown = entity > 0 && entity <= entities
            return OwnFrame(
                kind: .modifyAck, number: request.number,
                body: [isKnown != (wrong == .change) ? 1 : 0] + [UInt8](repeating: 0, count: 7))
        default: return nil
        }
    }
}
