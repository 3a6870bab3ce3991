import FuzzWire
import Testing
import WeldWire

@Suite("The oracle against cases worked out by hand")
struct FrameOracleTests {
    /// A valid Shutdown, typed from wire-protocol.md: 16 + 8 + 1 bytes.
    static let shutdown: [UInt8] = [
        0x44, 0x4C, 0x45, 0x57, 1, 0, 11, 0, 9, 0, 0, 0, 9, 0, 0, 0,
        0x67, 0xBC, 0xC0, 0x76, 0x20, 0xFB, 0x4B, 0x94, 0,
    ]

    @Test(
        "one changed byte gives the error that the page names",
        arguments: [
            (0, 0x45, .invalidMagic), (3, 0, .invalidMagic), (4, 2, .protocolVersionMismatch),
            (5, 1, .protocolVersionMismatch), (6, 0, .unknownMessageType),
            (6, 15, .unknownMessageType), (7, 1, .unknownMessageType),
            (6, 12, .schemaHashMismatch), (6, 3, .payloadSizeMismatch), (8, 0, nil),
            (11, 255, nil), (12, 8, .payloadSizeMismatch), (12, 10, .payloadSizeMismatch),
            (15, 1, .payloadTooLarge), (14, 1, .payloadSizeMismatch),
            (16, 0, .schemaHashMismatch), (23, 0, .schemaHashMismatch), (24, 1, nil),
        ] as [(Int, UInt8, WireError?)])
    func changedByte(offset: Int, value: UInt8, error: WireError?) {
        var frame = Self.shutdown
        frame[offset] = value
        #expect(FrameOracle.verdict(frame) == error)
    }

    @Test(
        "a cut stream is clean, cut in its header or cut in its payload",
        arguments: [
            (0, nil), (1, .truncatedHeader), (15, .truncatedHeader), (16, .truncatedPayload),
            (24, .truncatedPayload), (25, nil),
        ] as [(Int, WireError?)])
    func cut(length: Int, error: WireError?) {
        #expect(FrameOracle.verdict(Array(Self.shutdown.prefix(length))) == error)
    }

    @Test("a foreign version passes while the handshake awaits it")
    func anyVersion() {
        var frame = Self.shutdown
        frame[4] = 9
        #expect(FrameOracle.verdict(frame, anyVersion: true) == nil)
    }

    @Test("the frame typed by hand is the encoder's")
    func encoder() {
        #expect(FrameEncoder.encode(Shutdown(), sequence: 9) == Self.shutdown)
    }
}

@Suite("Inputs that coverage-guided search found worth keeping")
struct FuzzCorpusTests {
    @Test("the decoder agrees with the oracle on all of them")
    func decoder() throws {
        let inputs = try FuzzCorpus.inputs(of: "decoder")
        #expect(inputs.count >= 20)
        for input in inputs {
            #expect(DecoderBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }

    @Test("the handshakes and the rules of a session agree with their model on all of them")
    func handshake() throws {
        let inputs = try FuzzCorpus.inputs(of: "handshake")
        #expect(inputs.count >= 9)
        for input in inputs {
            #expect(HandshakeBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }
}
