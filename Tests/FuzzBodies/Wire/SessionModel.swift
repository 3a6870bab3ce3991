import WeldWire

/// The rules of a session beside a model of them that is written from wire-protocol.md (checks 9
/// and 10), slow and plain.
struct SessionModel {
    private var rules: SessionRules
    private let role: Role
    private let handlesLab: Bool
    private let acceptsHandoff: Bool
    private var isOpen = false
    private var sawHello = false
    private var sawHandoff = false
    private var awaited: [(type: MessageType, sequence: UInt32)] = []

    private static let replies: [MessageType: MessageType] = [
        .protocolHello: .protocolHelloAck, .echo: .echoReply, .spawnEntity: .entityCreated,
        .modifyComponent: .modifyAck, .heartbeat: .heartbeatAck, .shutdown: .shutdownAck,
    ]
    private static let ofRuntime: Set<MessageType> = [
        .protocolHello, .echoReply, .entityCreated, .modifyAck, .heartbeatAck, .shutdownAck,
        .logMessage,
    ]

    init(role: Role, handlesLab: Bool, acceptsHandoff: Bool) {
        self.role = role
        self.handlesLab = handlesLab
        self.acceptsHandoff = acceptsHandoff
        rules = SessionRules(role: role, handlesLab: handlesLab, acceptsHandoff: acceptsHandoff)
    }

    mutating func open() {
        rules.handshakeDone()
        isOpen = true
    }

    mutating func sent(_ type: MessageType, _ sequence: UInt32) {
        rules.sent(type, sequence: sequence)
        if let reply = Self.replies[type] { awaited.append((reply, sequence)) }
    }

    /// Lets a frame arrive; returns a complaint when rules and model differ.
    mutating func admit(_ input: inout InputReader) -> String? {
        let type = MessageType.allCases[Int(input.byte()) % MessageType.allCases.count]
        let sequence = UInt32(input.byte())
        let handles = Int(input.byte())
        let header = FrameHeader(
            version: 1, type: type, sequence: sequence,
            payloadLength: UInt32(8 + type.descriptor.bodySize))
        var said: WireError?
        do throws(WireError) {
            try rules.admit(header, handles: handles)
        } catch {
            said = error
        }
        let meant = expected(type, sequence, handles: handles)
        if said == meant { return nil }
        return "\(type) \(sequence) with \(handles) handles: \(said as Any), not \(meant as Any)"
    }

    private mutating func expected(
        _ type: MessageType, _ sequence: UInt32, handles: Int
    ) -> WireError? {
        guard isLegal(type, sequence) else { return .unexpectedMessage }
        let limits =
            switch type {
            case .shmRegionsHandoff: 1...Int.max
            case .echo where handlesLab: 0...253
            default: 0...0
            }
        return limits.contains(handles) ? nil : .unexpectedHandles
    }

    private mutating func isLegal(_ type: MessageType, _ sequence: UInt32) -> Bool {
        guard Self.ofRuntime.contains(type) == (role == .editor) else { return false }
        switch type {
        case .protocolHello:
            if isOpen || sawHello { return false }
            sawHello = true
            return true
        case .shmRegionsHandoff:
            if !isOpen || !acceptsHandoff || sawHandoff { return false }
            sawHandoff = true
            return true
        case .protocolHelloAck where isOpen:
            return false
        default:
            guard Self.replies.values.contains(type) else { return isOpen }
            guard isOpen || type == .protocolHelloAck else { return false }
            guard let index = awaited.firstIndex(where: { $0 == (type, sequence) }) else {
                return false
            }
            awaited.remove(at: index)
            return true
        }
    }
}
