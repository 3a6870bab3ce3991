import Testing
import WeldWire

@Suite("Rules of a session")
struct SessionRulesTests {
    static func header(_ type: MessageType, _ sequence: UInt32 = 1) -> FrameHeader {
        FrameHeader(
            version: 1, type: type, sequence: sequence,
            payloadLength: UInt32(type.descriptor.payloadLength))
    }

    /// Rules of a connection whose handshake is done and that awaits every reply under number 1.
    static func open(
        _ role: Role, handlesLab: Bool = false, acceptsHandoff: Bool = false
    ) throws -> SessionRules {
        var rules = SessionRules(
            role: role, handlesLab: handlesLab, acceptsHandoff: acceptsHandoff)
        if role == .editor {
            try rules.admit(header(.protocolHello), handles: 0)
        } else {
            rules.sent(.protocolHello, sequence: 1)
            try rules.admit(header(.protocolHelloAck), handles: 0)
        }
        rules.handshakeDone()
        for type in MessageType.allCases where type.descriptor.sender == role {
            rules.sent(type, sequence: 1)
        }
        return rules
    }

    /// What each side may receive once the handshake is done, typed from wire-protocol.md.
    static let legalWhenOpen: [Role: Set<MessageType>] = [
        .editor: [
            .echoReply, .entityCreated, .modifyAck, .heartbeatAck, .shutdownAck, .logMessage,
        ],
        .runtime: [
            .echo, .spawnEntity, .modifyComponent, .heartbeat, .shutdown, .shmRegionsHandoff,
        ],
    ]

    @Test(
        "an open connection takes what belongs into its direction and nothing else",
        arguments: Role.allCases, MessageType.allCases)
    func directions(role: Role, type: MessageType) throws {
        var rules = try Self.open(role, acceptsHandoff: true)
        let handles = type == .shmRegionsHandoff ? 1 : 0
        if Self.legalWhenOpen[role]?.contains(type) == true {
            try rules.admit(Self.header(type), handles: handles)
        } else {
            #expect(throws: WireError.unexpectedMessage) {
                try rules.admit(Self.header(type), handles: handles)
            }
        }
    }

    @Test(
        "before the handshake only its own frame is legal",
        arguments: Role.allCases, MessageType.allCases)
    func beforeHandshake(role: Role, type: MessageType) throws {
        var rules = SessionRules(role: role, handlesLab: true, acceptsHandoff: true)
        for sent in MessageType.allCases where sent.descriptor.sender == role {
            rules.sent(sent, sequence: 1)
        }
        let legal: MessageType = role == .editor ? .protocolHello : .protocolHelloAck
        if type == legal {
            try rules.admit(Self.header(type), handles: 0)
        } else {
            #expect(throws: WireError.unexpectedMessage) {
                try rules.admit(Self.header(type), handles: 1)
            }
        }
    }

    @Test("a second Hello is unexpected, answered or not", arguments: [false, true])
    func secondHello(answered: Bool) throws {
        var rules = SessionRules(role: .editor)
        try rules.admit(Self.header(.protocolHello), handles: 0)
        if answered { rules.handshakeDone() }
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(Self.header(.protocolHello, 2), handles: 0)
        }
    }

    @Test("between Hello and answer the editor takes nothing")
    func betweenHelloAndAck() throws {
        var rules = SessionRules(role: .editor)
        try rules.admit(Self.header(.protocolHello), handles: 0)
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(Self.header(.logMessage), handles: 0)
        }
    }

    @Test("the answer must carry the Hello's number, once")
    func helloAck() throws {
        var rules = SessionRules(role: .runtime)
        rules.sent(.protocolHello, sequence: 5)
        var wrong = rules
        #expect(throws: WireError.unexpectedMessage) {
            try wrong.admit(Self.header(.protocolHelloAck, 6), handles: 0)
        }
        try rules.admit(Self.header(.protocolHelloAck, 5), handles: 0)
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(Self.header(.protocolHelloAck, 5), handles: 0)
        }
    }

    @Test(
        "numbers of what is no reply are not looked at",
        arguments: [0, 1, 1, 900, .max] as [UInt32])
    func freeNumbers(sequence: UInt32) throws {
        var rules = try Self.open(.runtime)
        try rules.admit(Self.header(.echo, sequence), handles: 0)
        try rules.admit(Self.header(.echo, sequence), handles: 0)
    }

    @Test("a hand-over that nobody asked for is unexpected")
    func unaskedHandoff() throws {
        var rules = try Self.open(.runtime)
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(Self.header(.shmRegionsHandoff), handles: 1)
        }
    }

    @Test("a second hand-over is unexpected")
    func secondHandoff() throws {
        var rules = try Self.open(.runtime, acceptsHandoff: true)
        try rules.admit(Self.header(.shmRegionsHandoff), handles: 1)
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(Self.header(.shmRegionsHandoff), handles: 1)
        }
    }
}
