import FuzzWire
import Testing
import WeldWire

@Suite("Frame decoder, at every boundary")
struct FrameDecoderBoundaryTests {
    static func frame(_ type: MessageType) -> RawFrame {
        RawFrame(
            type: type, body: Array(repeating: 0xA5, count: type.descriptor.bodySize),
            sequence: 0x0102_0304)
    }

    @Test(
        "every truncation point is named, in one read or byte by byte",
        arguments: MessageType.allCases)
    func truncation(type: MessageType) {
        let bytes = Self.frame(type).bytes
        for length in 0..<bytes.count {
            let expected: WireError? =
                length == 0 ? nil : length < 16 ? .truncatedHeader : .truncatedPayload
            let cut = Array(bytes.prefix(length))
            #expect(StreamReader(cut).error == expected, "cut at \(length)")
            #expect(StreamReader(cut, chunk: { 1 }).error == expected, "bytes, cut at \(length)")
        }
    }

    @Test(
        "a truncation after whole frames leaves those frames intact",
        arguments: MessageType.allCases)
    func truncatedSecond(type: MessageType) {
        let bytes = Self.frame(type).bytes
        for length in 1..<bytes.count {
            let stream = StreamReader(bytes + bytes.prefix(length))
            #expect(stream.frames.count == 1)
            #expect(stream.error == (length < 16 ? .truncatedHeader : .truncatedPayload))
        }
    }

    @Test(
        "every single-bit flip of header and hash gives the predicted error",
        arguments: MessageType.allCases, [false, true])
    func flips(type: MessageType, anyVersion: Bool) throws {
        let whole = Self.frame(type)
        for bit in 0..<(24 * 8) {
            var bytes = whole.bytes
            bytes[bit / 8] ^= 1 << (bit % 8)
            let stream = StreamReader(bytes, anyVersion: anyVersion)
            #expect(
                stream.error == FrameOracle.verdict(bytes, anyVersion: anyVersion), "bit \(bit)")
            let isSequence = (64..<96).contains(bit)
            let isReadVersion = anyVersion && (32..<48).contains(bit)
            #expect((stream.error == nil) == (isSequence || isReadVersion), "bit \(bit)")
            if isSequence {
                #expect(stream.frames.first?.sequence == whole.sequence ^ 1 << UInt32(bit - 64))
            }
        }
    }

    @Test("a wrong payload length is refused by the header alone", arguments: MessageType.allCases)
    func lengths(type: MessageType) {
        let exact = UInt32(type.descriptor.payloadLength)
        let cases: [(UInt32, WireError)] = [
            (0, .payloadSizeMismatch), (7, .payloadSizeMismatch), (8, .payloadSizeMismatch),
            (exact - 1, .payloadSizeMismatch), (exact + 1, .payloadSizeMismatch),
            (16_777_216, .payloadSizeMismatch), (16_777_217, .payloadTooLarge),
            (.max, .payloadTooLarge),
        ]
        for (length, error) in cases {
            var frame = Self.frame(type)
            frame.payloadLength = length
            let stream = StreamReader(frame.headerBytes)
            #expect(stream.error == error, "length \(length)")
            #expect(FrameOracle.verdict(frame.bytes) == error, "length \(length)")
        }
    }

    @Test("with everything wrong, the checks speak in the page's order")
    func order() {
        var frame = Self.frame(.echo)
        frame.magic = 0
        frame.version = 2
        frame.type = 99
        frame.payloadLength = .max
        frame.schemaHash ^= 1
        var errors: [WireError?] = []
        func judge() {
            errors.append(StreamReader(Array(frame.bytes.dropLast())).error)
        }
        judge()
        frame.magic = Frame.magic
        judge()
        frame.version = Frame.version
        judge()
        frame.type = MessageType.echo.rawValue
        judge()
        frame.payloadLength = Frame.maximumPayload
        judge()
        frame.payloadLength = 72
        judge()
        errors.append(StreamReader(frame.bytes).error)
        frame.schemaHash ^= 1
        errors.append(StreamReader(frame.bytes).error)
        #expect(
            errors == [
                .invalidMagic, .protocolVersionMismatch, .unknownMessageType, .payloadTooLarge,
                .payloadSizeMismatch, .truncatedPayload, .schemaHashMismatch, nil,
            ])
    }

    @Test("the largest payload is not too large, only of the wrong size")
    func largest() {
        #expect(Frame.maximumPayload == 16 * 1024 * 1024)
        #expect(MessageCatalogue.descriptors.map(\.frameLength).max() == Frame.longest)
    }
}
