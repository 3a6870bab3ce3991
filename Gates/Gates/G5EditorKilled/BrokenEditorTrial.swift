internal import GateHost
internal import GateKit
internal import WeldContract

/// An editor of the judge's own that breaks the protocol: its runtime ends by itself, with the code
/// for it (contract.md#exit-codes).
struct BrokenEditorTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    /// What is wrong with the frame that follows the handshake.
    enum Fault: String, CaseIterable {
        case magic
        case type
        case hash
        case length
        /// The stream ends in the middle of a right frame: the editor is gone, and broke nothing.
        case half

        /// An Echo with one thing wrong (wire-protocol.md).
        var bytes: [UInt8] {
            let body = [UInt8](repeating: 3, count: 64)
            var bytes = OwnFrame(kind: .echo, number: 2, body: body).bytes
            switch self {
            case .magic: bytes[0] ^= 0xFF
            case .type: bytes[6] = 0xEE
            case .hash: bytes[20] ^= 1
            case .length: bytes[15] = 0x7F
            case .half: bytes.removeLast(40)
            }
            return bytes
        }

        /// How the runtime ends.
        var code: ExitCode { self == .half ? .clean : .protocolError }
    }

    private static let patience: Duration = .seconds(5)

    /// Starts a runtime, greets it, sends the frame, and waits for the runtime's end.
    func run(_ fault: Fault) throws {
        let path = "\(plan.scratchDirectory)/broken-\(fault.rawValue).sock"
        let listener = try StreamSocket.listen(at: path)
        defer { try? RegularFile.remove(path) }
        let start = MonotonicClock.now()
        var process = try SubjectProcess(
            .runtime, plan: plan,
            arguments: ["--socket", path, "--editor-pid", String(ProcessEnvironment.pid)],
            eventsDescriptor: nil, recorder: recorder)
        do {
            guard
                let socket = try PassingSocket.accept(from: listener, until: .after(Self.patience))
            else { throw OwnPeer.Failure.late(since: start) }
            var peer: OwnPeer? = OwnPeer(socket)
            guard let hello = try peer?.next() else { throw OwnPeer.Failure.wrong("no Hello came") }
            try peer?.send(OwnFrame.consent(to: hello.number).bytes)
            let sent = MonotonicClock.now()
            try peer?.send(fault.bytes)
            if fault == .half { peer = nil }
            let status = try process.wait(until: .after(Self.patience))
            if status == .running { throw OwnPeer.Failure.late(since: sent) }
            if status != .exited(fault.code) {
                recorder.violation(
                    .misbehaviour,
                    "a runtime whose editor sent a wrong \(fault.rawValue) ended with \(status) "
                        + "instead of \(fault.code.documented)")
            }
            withExtendedLifetime(peer) {}
        } catch OwnPeer.Failure.late(let start) {
            recorder.violation(
                .hang, "a runtime whose editor sent a wrong \(fault.rawValue) did not end",
                span: .since(start))
        } catch OwnPeer.Failure.wrong(let text) {
            recorder.violation(.misbehaviour, "a runtime of a broken editor: \(text)")
        }
        process.signal(Signals.kill)
        _ = try process.wait(until: .after(Self.patience))
    }
}
