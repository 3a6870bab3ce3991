import GateFuzz
import GateKit
import GateWire
import Testing

/// Frames typed from wire-protocol.md: nothing of the encoder is in them.
enum HandTyped {
    /// A Shutdown with number 9: 16 + 8 + 1 bytes.
    static let shutdown: [UInt8] = [
        0x44, 0x4C, 0x45, 0x57, 1, 0, 11, 0, 9, 0, 0, 0, 9, 0, 0, 0,
        0x67, 0xBC, 0xC0, 0x76, 0x20, 0xFB, 0x4B, 0x94, 0,
    ]
}

@Suite("The oracle against cases worked out by hand")
struct WireOracleTests {
    private func verdict(
        of bytes: [UInt8], ends: Bool = false, receiver: Role = .runtime, isGreeted: Bool = true
    ) -> WireOracle.Verdict {
        var oracle = WireOracle(receiver: receiver, takesHandover: receiver == .runtime)
        if isGreeted { oracle.greeted() }
        oracle.receive(bytes)
        if ends { oracle.endOfStream() }
        return oracle.verdict
    }

    private func frame(_ type: MessageType, _ sequence: UInt32 = 1, first: UInt8 = 0) -> [UInt8] {
        var body = [UInt8](repeating: 0, count: type.descriptor.bodySize)
        body[0] = first
        return RawFrame(type: type, body: body, sequence: sequence).bytes
    }

    @Test(
        "One changed byte of a Shutdown gives the error that the page names",
        arguments: [
            (0, 0x45, .invalidMagic), (3, 0, .invalidMagic), (4, 2, .protocolVersionMismatch),
            (5, 1, .protocolVersionMismatch), (6, 0, .unknownMessageType),
            (6, 15, .unknownMessageType), (7, 1, .unknownMessageType),
            (6, 12, .schemaHashMismatch), (6, 3, .payloadSizeMismatch),
            (12, 8, .payloadSizeMismatch), (12, 10, .payloadSizeMismatch),
            (12, 0, .payloadSizeMismatch), (15, 1, .payloadTooLarge),
            (14, 1, .payloadSizeMismatch), (16, 0, .schemaHashMismatch),
            (23, 0, .schemaHashMismatch),
        ] as [(Int, UInt8, WireError)])
    func changedByte(offset: Int, value: UInt8, error: WireError) {
        var bytes = HandTyped.shutdown
        bytes[offset] = value
        #expect(verdict(of: bytes) == .error(error))
    }

    @Test("The length is judged at the limit, one past it and at the largest number")
    func lengths() {
        var bytes = HandTyped.shutdown
        bytes.replaceSubrange(12..<16, with: [0, 0, 0, 1])
        #expect(verdict(of: bytes) == .error(.payloadSizeMismatch))
        bytes.replaceSubrange(12..<16, with: [1, 0, 0, 1])
        #expect(verdict(of: bytes) == .error(.payloadTooLarge))
        bytes.replaceSubrange(12..<16, with: [255, 255, 255, 255])
        #expect(verdict(of: bytes) == .error(.payloadTooLarge))
    }

    @Test("Sequence number and body of a request are free", arguments: [8, 11, 24])
    func free(offset: Int) {
        var bytes = HandTyped.shutdown
        bytes[offset] = 0xFF
        #expect(verdict(of: bytes) == .ends)
    }

    @Test(
        "A cut stream is clean, cut in its header or cut in its payload",
        arguments: [
            (0, .cleanEnd), (1, .error(.truncatedHeader)), (15, .error(.truncatedHeader)),
            (16, .error(.truncatedPayload)), (24, .error(.truncatedPayload)), (25, .ends),
        ] as [(Int, WireOracle.Verdict)])
    func cut(length: Int, expected: WireOracle.Verdict) {
        #expect(verdict(of: Array(HandTyped.shutdown.prefix(length)), ends: true) == expected)
    }

    @Test("Half a frame goes on, whatever the pieces")
    func pieces() {
        var oracle = WireOracle(receiver: .runtime, takesHandover: true)
        oracle.greeted()
        for byte in frame(.echo).dropLast() { oracle.receive([byte]) }
        #expect(oracle.verdict == .goesOn)
        #expect(oracle.accepted[3] == nil)
        oracle.receive([0])
        #expect(oracle.accepted[3] == 1)
    }

    @Test("The first error is final")
    func final() {
        var oracle = WireOracle(receiver: .runtime, takesHandover: true)
        oracle.greeted()
        oracle.receive(frame(.logMessage) + [1, 2, 3])
        oracle.receive(frame(.echo))
        oracle.endOfStream()
        #expect(oracle.verdict == .error(.unexpectedMessage))
    }

    @Test("Direction and state decide what is unexpected")
    func unexpected() {
        #expect(verdict(of: frame(.logMessage)) == .error(.unexpectedMessage))
        #expect(verdict(of: frame(.echo), receiver: .editor) == .error(.unexpectedMessage))
        #expect(verdict(of: frame(.echo), isGreeted: false) == .error(.unexpectedMessage))
        #expect(
            verdict(of: frame(.logMessage), receiver: .editor, isGreeted: false)
                == .error(.unexpectedMessage))
        #expect(
            verdict(of: frame(.protocolHello, first: 1), receiver: .editor)
                == .error(.unexpectedMessage))
        #expect(verdict(of: frame(.echoReply), receiver: .editor) == .error(.unexpectedMessage))
    }

    @Test("A reply is taken once, under its number and type")
    func replies() {
        var oracle = WireOracle(receiver: .editor, takesHandover: false)
        oracle.greeted()
        oracle.receiverAsked(.echo, sequence: 7)
        oracle.receive(frame(.echoReply, 7))
        #expect(oracle.verdict == .goesOn)
        oracle.receive(frame(.echoReply, 7))
        #expect(oracle.verdict == .error(.unexpectedMessage))
    }

    @Test("Descriptors belong to the frame that holds the last byte they came with")
    func handles() {
        var oracle = WireOracle(receiver: .runtime, takesHandover: true)
        oracle.greeted()
        oracle.receive(frame(.echo) + frame(.echo).prefix(5), handles: 1)
        #expect(oracle.verdict == .goesOn)
        #expect(oracle.accepted[3] == 1)
        oracle.receive(Array(frame(.echo).dropFirst(5)))
        #expect(oracle.verdict == .error(.unexpectedHandles))
    }

    @Test(
        "A hand-over needs as many descriptors as it has regions",
        arguments: [
            (0, 1, .error(.unexpectedHandles)), (1, 2, .error(.unexpectedHandles)),
            (2, 2, .goesOn), (1, 0, .ends), (0, 0, .error(.unexpectedHandles)), (1, 9, .ends),
        ] as [(Int, UInt8, WireOracle.Verdict)])
    func handover(handles: Int, regions: UInt8, expected: WireOracle.Verdict) {
        var oracle = WireOracle(receiver: .runtime, takesHandover: true)
        oracle.greeted()
        oracle.receive(frame(.shmRegionsHandoff, first: regions), handles: handles)
        #expect(oracle.verdict == expected)
    }

    @Test("An unasked or second hand-over is unexpected")
    func secondHandover() {
        var oracle = WireOracle(receiver: .runtime, takesHandover: true)
        oracle.greeted()
        oracle.receive(frame(.shmRegionsHandoff, first: 1), handles: 1)
        oracle.receive(frame(.shmRegionsHandoff, first: 1), handles: 1)
        #expect(oracle.verdict == .error(.unexpectedMessage))
        var unasked = WireOracle(receiver: .runtime, takesHandover: false)
        unasked.greeted()
        unasked.receive(frame(.shmRegionsHandoff, first: 1), handles: 1)
        #expect(unasked.verdict == .error(.unexpectedMessage))
    }

    @Test("A foreign version is read while the Hello is awaited, refused, and an error after it")
    func foreignVersion() {
        var hello = frame(.protocolHello, first: 1)
        hello[4] = 7
        #expect(verdict(of: hello, receiver: .editor, isGreeted: false) == .refused(version: 7))
        #expect(
            verdict(of: frame(.protocolHello, first: 2), receiver: .editor, isGreeted: false)
                == .refused(version: 1))
        var log = frame(.logMessage)
        log[4] = 7
        #expect(
            verdict(of: log, receiver: .editor, isGreeted: false) == .error(.unexpectedMessage))
        #expect(verdict(of: log, receiver: .editor) == .error(.protocolVersionMismatch))
    }

    @Test("An answer that rejects, or speaks another version, ends the runtime")
    func rejected() {
        #expect(verdict(of: frame(.protocolHelloAck), isGreeted: false) == .ends)
        var foreign = frame(.protocolHelloAck, first: 1)
        foreign[4] = 2
        #expect(verdict(of: foreign, isGreeted: false) == .ends)
        #expect(verdict(of: frame(.protocolHelloAck, first: 1), isGreeted: false) == .goesOn)
        #expect(
            verdict(of: frame(.protocolHelloAck, 2, first: 1), isGreeted: false)
                == .error(.unexpectedMessage))
    }
}

@Suite("The oracle and the decoder, written apart, agree")
struct OracleConformanceTests {
    @Test("on every mutation of every message", arguments: MessageType.allCases)
    func mutations(type: MessageType) {
        let descriptor = type.descriptor
        var random = SeededGenerator(seed: 5)
        for mutation in Mutation.faults(of: descriptor) {
            let frame = MessageGrammar.frame(of: descriptor, sequence: 3, &random)
            let bytes = mutation.applied(to: frame).bytes
            var oracle = WireOracle(receiver: descriptor.sender.peer, takesHandover: true)
            oracle.greeted()
            oracle.receive(bytes)
            oracle.endOfStream()
            let decoded = decode(bytes)
            switch oracle.verdict {
            case .error(.unexpectedMessage), .error(.unexpectedHandles), .ends, .cleanEnd,
                .refused, .goesOn:
                #expect(decoded == nil, "\(mutation)")
            case .error(let error):
                #expect(decoded == error, "\(mutation)")
            }
        }
    }

    /// What the engine's decoder makes of a whole stream.
    private func decode(_ bytes: [UInt8]) -> WireError? {
        DecoderOutcome.engine(bytes, piece: bytes.count, ends: true).error
            .flatMap(WireError.init(rawValue:))
    }
}
