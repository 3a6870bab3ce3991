import Testing
import WeldWire

@Suite("Replies and their requests")
struct SessionRepliesTests {
    static func header(_ type: MessageType, _ sequence: UInt32) -> FrameHeader {
        SessionRulesTests.header(type, sequence)
    }

    static func open() throws -> SessionRules {
        var rules = SessionRules(role: .editor)
        try rules.admit(header(.protocolHello, 1), handles: 0)
        rules.handshakeDone()
        return rules
    }

    static let pairs: [(MessageType, MessageType)] = [
        (.echo, .echoReply), (.spawnEntity, .entityCreated), (.modifyComponent, .modifyAck),
        (.heartbeat, .heartbeatAck), (.shutdown, .shutdownAck),
    ]

    @Test("a reply is taken once, under its request's type and number", arguments: pairs)
    func once(request: MessageType, reply: MessageType) throws {
        var rules = try Self.open()
        rules.sent(request, sequence: 7)
        for (other, otherReply) in Self.pairs where other != request {
            rules.sent(other, sequence: 8)
            #expect(rules.awaiting(otherReply) == 1)
        }
        var wrong = rules
        #expect(throws: WireError.unexpectedMessage) {
            try wrong.admit(Self.header(reply, 8), handles: 0)
        }
        try rules.admit(Self.header(reply, 7), handles: 0)
        #expect(rules.awaiting(reply) == 0)
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(Self.header(reply, 7), handles: 0)
        }
    }

    @Test("the table of replies is the wire page's")
    func table() {
        for type in MessageType.allCases {
            let expected =
                type == .protocolHello
                ? .protocolHelloAck : Self.pairs.first { $0.0 == type }?.1
            #expect(type.reply == expected)
            if let expected {
                #expect(expected.descriptor.pattern == .reply(to: type))
            }
        }
    }

    @Test("a request number that was used twice has two replies")
    func repeatedNumber() throws {
        var rules = try Self.open()
        rules.sent(.echo, sequence: 3)
        rules.sent(.echo, sequence: 3)
        try rules.admit(Self.header(.echoReply, 3), handles: 0)
        try rules.admit(Self.header(.echoReply, 3), handles: 0)
        #expect(throws: WireError.unexpectedMessage) {
            try rules.admit(Self.header(.echoReply, 3), handles: 0)
        }
    }

    @Test(
        "any order of replies is the same as a list that forgets",
        arguments: [1, 2, 3, 4] as [UInt64])
    func againstModel(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var rules = try Self.open()
        var model: [UInt32] = []
        for step in 0..<3_000 {
            if model.isEmpty || (Bool.random(using: &generator) && model.count < 300) {
                let number = UInt32(step)
                rules.sent(.echo, sequence: number)
                model.append(number)
                continue
            }
            let isInOrder = UInt8.random(in: 0..<8, using: &generator) > 0
            let index = isInOrder ? 0 : Int.random(in: model.indices, using: &generator)
            let number = model.remove(at: index)
            try rules.admit(Self.header(.echoReply, number), handles: 0)
            #expect(rules.awaiting(.echoReply) == model.count)
            var repeated = rules
            #expect(throws: WireError.unexpectedMessage) {
                try repeated.admit(Self.header(.echoReply, number), handles: 0)
            }
        }
    }
}
