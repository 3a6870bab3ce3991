// Unsafe code: the decoder lends its free space as a pointer.

import WeldWire

/// Fuzz body: both handshakes and the rules of a session, against a model written from
/// wire-protocol.md.
///
/// Byte 0: bit 0 our role, bit 1 the handles lab, bit 2 whether a hand-over is awaited. Then
/// steps: a byte that says what happens, and what it needs.
public enum HandshakeBody {
    /// Most steps of one input.
    private static let limit = 256

    /// Returns what is wrong; nil when all is well.
    public static func complaint(about input: [UInt8]) -> String? {
        var input = InputReader(input)
        let choice = input.byte()
        var session = SessionModel(
            role: choice & 1 == 0 ? .editor : .runtime, handlesLab: choice & 2 != 0,
            acceptsHandoff: choice & 4 != 0)
        var handshakes = HandshakeModel()
        for _ in 0..<limit where !input.isAtEnd {
            let complaint: String?
            switch input.byte() % 8 {
            case 0: complaint = handshakes.deadlinePassed()
            case 1: complaint = handshakes.peerGone()
            case 2: complaint = handshakes.connected()
            case 3:
                session.open()
                complaint = nil
            case 4:
                let type = MessageType.allCases[Int(input.byte()) % MessageType.allCases.count]
                session.sent(type, UInt32(input.byte()))
                complaint = nil
            case 5:
                complaint = session.admit(&input)
            default:
                complaint = handshakes.frame(&input)
            }
            if let complaint { return complaint }
        }
        return nil
    }
}

/// Both halves of the handshake, fed with the same frames.
private struct HandshakeModel {
    private var editor = EditorHandshake()
    private var runtime = RuntimeHandshake(
        hello: ProtocolHello(engineVersion: "1", buildHash: "2", capabilities: []))
    private var isEditorOver = false
    private var isRuntimeOver = false

    mutating func deadlinePassed() -> String? {
        judge(editor.handle(.deadlinePassed)) ?? judge(runtime.handle(.deadlinePassed))
    }

    mutating func peerGone() -> String? {
        judge(editor.handle(.peerGone)) ?? judge(runtime.handle(.peerGone))
    }

    mutating func connected() -> String? { judge(runtime.handle(.connected)) }

    /// A frame as the decoder reads it while any version will do.
    mutating func frame(_ input: inout InputReader) -> String? {
        let type = MessageType.allCases[Int(input.byte()) % MessageType.allCases.count]
        let version = UInt16(input.byte() % 4)
        let sequence = UInt32(input.byte())
        let body = input.bytes(type.descriptor.bodySize)
        let bytes = RawFrame(type: type, body: body, sequence: sequence, version: version).bytes
        var decoder = FrameDecoder(anyVersion: true)
        _ = unsafe decoder.fill { space in
            unsafe space.copyBytes(from: bytes)
            return bytes.count
        }
        guard let frame = try? decoder.next() else { return "a right frame is refused" }
        switch type {
        case .protocolHello:
            let hello = decoder.body(as: ProtocolHello.self)
            _ = FixedText.decode(hello.engineVersion) + FixedText.decode(hello.buildHash)
            return judge(editor.handle(.hello(hello, frame.header)), hello, frame.header)
        case .protocolHelloAck:
            let ack = decoder.body(as: ProtocolHelloAck.self)
            return judge(runtime.handle(.ack(ack, frame.header)), ack, frame.header)
        default:
            return judge(editor.handle(.other(type))) ?? judge(runtime.handle(.other(type)))
        }
    }

    private mutating func judge(
        _ action: EditorHandshake.Action, _ hello: ProtocolHello? = nil,
        _ header: FrameHeader? = nil
    ) -> String? {
        if isEditorOver { return action == .none ? nil : "the editor goes on after the end" }
        switch action {
        case .none: return nil
        case .close:
            isEditorOver = true
            return nil
        case .accept(let ack, let sequence, _):
            guard header?.version == 1, hello?.protocolVersion == 1, ack.accepted != 0,
                sequence == header?.sequence
            else { return "the editor accepts what it should reject" }
            return nil
        case .reject(let ack, let sequence, let version, _):
            isEditorOver = true
            guard ack.accepted == 0, version == header?.version, sequence == header?.sequence,
                header?.version != 1 || hello?.protocolVersion != 1
            else { return "the editor rejects what it should accept, or in the wrong words" }
            return nil
        }
    }

    private mutating func judge(
        _ action: RuntimeHandshake.Action, _ ack: ProtocolHelloAck? = nil,
        _ header: FrameHeader? = nil
    ) -> String? {
        if isRuntimeOver { return action == .none ? nil : "the runtime goes on after the end" }
        switch action {
        case .none, .sendHello: return nil
        case .close:
            isRuntimeOver = true
            return nil
        case .open:
            guard let ack, ack.accepted != 0, header?.version == 1 else {
                return "the runtime takes a refusal for an acceptance"
            }
            return nil
        }
    }
}
