/// What breaks the protocol, with descriptors attached, and the name of the error that must follow
/// (wire-protocol.md).
enum Hostile: CaseIterable {
    case wrongMagic
    case wrongVersion
    case unknownType
    case tooLarge
    case wrongSize
    case wrongHash
    case wrongDirection
    case onHeartbeat
    case cutInside

    /// The documented error.
    var error: String {
        switch self {
        case .wrongMagic: "invalidMagic"
        case .wrongVersion: "protocolVersionMismatch"
        case .unknownType: "unknownMessageType"
        case .tooLarge: "payloadTooLarge"
        case .wrongSize: "payloadSizeMismatch"
        case .wrongHash: "schemaHashMismatch"
        case .wrongDirection: "unexpectedMessage"
        case .onHeartbeat: "unexpectedHandles"
        case .cutInside: "truncatedPayload"
        }
    }

    /// Whether the judge ends the connection itself.
    var endsItself: Bool { self == .cutInside }

    /// What is sent, made from a frame that is right.
    func bytes(of frame: OwnFrame) -> [UInt8] {
        var bytes = frame.bytes
        switch self {
        case .wrongMagic: bytes[0] ^= 1
        case .wrongVersion: bytes[4] = 2
        case .unknownType: bytes[6] = 99
        case .tooLarge: bytes.replaceSubrange(12..<16, with: OwnFrame.little(0x0100_0001, 4))
        case .wrongSize: bytes[12] += 1
        case .wrongHash: bytes[16] ^= 1
        case .wrongDirection:
            bytes = OwnFrame(kind: .echoReply, number: frame.number, body: frame.body).bytes
        case .onHeartbeat:
            bytes =
                OwnFrame(
                    kind: .heartbeat, number: frame.number, body: Array(frame.body.prefix(8))
                ).bytes
        case .cutInside: bytes.removeLast(20)
        }
        return bytes
    }
}
