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

    /// Starts a runtime, greets it, sends the frame, and waits for the runtime's end.
    func run(_ fault: Fault) throws {
        let editor = try OwnEditor(
            "broken-\(fault.rawValue)", plan: plan, recorder: recorder)
        try recorder.judging(
            late: "a runtime whose editor sent a wrong \(fault.rawValue) did not end",
            wrong: "a runtime of a broken editor"
        ) {
            var peer: OwnPeer? = try editor.greet()
            let sent = MonotonicClock.now()
            try peer?.send(fault.bytes)
            if fault == .half { peer = nil }
            let status = try editor.wait()
            if status == .running { throw OwnPeer.Failure.late(since: sent) }
            if status != .exited(fault.code) {
                throw OwnPeer.Failure.wrong(
                    "after a wrong \(fault.rawValue) it ended with \(status) instead of "
                        + "\(fault.code.documented)")
            }
            withExtendedLifetime(peer) {}
        }
        try editor.kill()
    }
}
