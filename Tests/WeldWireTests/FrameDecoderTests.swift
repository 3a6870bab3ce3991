import FuzzWire
import Testing

@testable import WeldWire

@Suite("Frame decoder")
struct FrameDecoderTests {
    @Test(
        "random traffic in random chunks comes out as it went in",
        arguments: [1, 2, 3, 0xC0FFEE, 0xFEED_FACE] as [UInt64],
        [1...1, 1...40, 1...700, 10_000...65_536])
    func roundTrip(seed: UInt64, chunks: ClosedRange<Int>) {
        var generator = SplitMix64(seed: seed)
        let sent = (0..<400).map { index in
            let type = MessageType.allCases.randomElement(using: &generator) ?? .echo
            return RawFrame(
                type: type, body: generator.bytes(type.descriptor.bodySize),
                sequence: UInt32(truncatingIfNeeded: generator.next()))
        }
        let bytes = sent.flatMap(\.bytes)
        let stream = StreamReader(bytes) { .random(in: chunks, using: &generator) }
        #expect(stream.error == nil)
        #expect(stream.frames.map(\.sequence) == sent.map(\.sequence))
        #expect(stream.frames.map(\.type.rawValue) == sent.map(\.type))
        #expect(stream.bodies == sent.map(Self.withoutPadding))
    }

    /// The body as it must come out: bytes of padding fields are zero.
    static func withoutPadding(_ frame: RawFrame) -> [UInt8] {
        var body = frame.body
        let fields = MessageType(rawValue: frame.type)?.descriptor.fields ?? []
        for field in fields where field.isPadding {
            for offset in field.offset..<field.offset + field.size {
                body[offset] = 0
            }
        }
        return body
    }

    @Test(
        "every byte sequence of a seed ends as the oracle says",
        arguments: [11, 12, 13] as [UInt64])
    func garbage(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let type = MessageType.allCases.randomElement(using: &generator) ?? .echo
            var bytes = RawFrame(
                type: type, body: generator.bytes(type.descriptor.bodySize), sequence: 1
            ).bytes
            bytes += bytes
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let offset = Int.random(in: bytes.indices, using: &generator)
                bytes[offset] = UInt8(truncatingIfNeeded: generator.next())
            }
            bytes.removeLast(.random(in: 0...bytes.count / 8, using: &generator))
            let stream = StreamReader(bytes) { .random(in: 1...200, using: &generator) }
            #expect(stream.error == FrameOracle.verdict(bytes), "\(bytes)")
        }
    }

    @Test("a frame knows where it lay in the stream")
    func offsets() {
        let first = FrameEncoder.encode(Echo(), sequence: 1)
        let second = FrameEncoder.encode(Shutdown(), sequence: 2)
        let stream = StreamReader(first + second, chunk: { 7 })
        #expect(stream.frames.map(\.start) == [0, 88])
        #expect(stream.frames.map(\.end) == [88, 113])
    }

    @Test("the bytes that were read are counted, taken or not")
    func bytesRead() throws {
        var decoder = FrameDecoder(anyVersion: false)
        let frame = FrameEncoder.encode(Echo(), sequence: 1)
        #expect(decoder.feed(frame + frame.prefix(5)) == 93)
        #expect(decoder.bytesRead == 93)
        #expect(try decoder.next()?.end == 88)
        #expect(decoder.bytesRead == 93)
        #expect(try decoder.next() == nil)
        #expect(decoder.feed(frame.dropFirst(5)) == 83)
        #expect(decoder.bytesRead == 176)
    }

    @Test("frames beyond 64 KiB in total pass through the fixed buffer")
    func longStream() {
        let log = FrameEncoder.encode(
            LogMessage(level: .warn, timestampUs: 1, text: "again"), sequence: 3)
        let bytes = Array(repeatElement(log, count: 1_000).joined())
        let stream = StreamReader(bytes)
        #expect(stream.error == nil)
        #expect(stream.frames.count == 1_000)
        #expect(stream.bodies.allSatisfy { $0 == Array(log.dropFirst(24)) })
    }

    @Test("a buffer that is full to the last byte, ending in a padded one, is read")
    func fullBuffer() {
        let echo = FrameEncoder.encode(Echo(), sequence: 1)
        let shutdown = FrameEncoder.encode(type: .shutdown, body: [0xFF], sequence: 2)
        let bytes =
            Array(repeatElement(echo, count: 22).joined())
            + Array(repeatElement(shutdown, count: 2_544).joined())
        #expect(bytes.count == 65_536)
        let stream = StreamReader(bytes)
        #expect(stream.error == nil)
        #expect(stream.frames.count == 2_566)
        #expect(stream.bodies.suffix(2_544).allSatisfy { $0 == [0] })
    }

    @Test("an error poisons: every later call throws the same and nothing more is read")
    func poison() {
        var decoder = FrameDecoder(anyVersion: false)
        var bad = RawFrame(type: .echo, body: Array(repeating: 0, count: 64), sequence: 1)
        bad.type = 77
        let good = FrameEncoder.encode(Echo(), sequence: 2)
        #expect(decoder.feed(bad.bytes + good) == 176)
        #expect(throws: WireError.unknownMessageType) { try decoder.next() }
        #expect(throws: WireError.unknownMessageType) { try decoder.next() }
        #expect(decoder.feed(good) == 0)
        #expect(throws: WireError.unknownMessageType) { try decoder.endOfStream() }
    }

    @Test("a truncation poisons as well")
    func poisonedByTruncation() {
        var decoder = FrameDecoder(anyVersion: false)
        #expect(decoder.feed([0x44]) == 1)
        #expect(throws: WireError.truncatedHeader) { try decoder.endOfStream() }
        #expect(throws: WireError.truncatedHeader) { try decoder.next() }
    }

    @Test("a foreign version is read during the handshake and refused after it")
    func anyVersion() throws {
        var decoder = FrameDecoder(anyVersion: true)
        let frame = FrameEncoder.encode(ProtocolHello(), sequence: 1, version: 7)
        #expect(decoder.feed(frame + frame) == 160)
        #expect(try decoder.next()?.header.version == 7)
        decoder.anyVersion = false
        #expect(throws: WireError.protocolVersionMismatch) { try decoder.next() }
    }

    @Test("an error of the read itself comes through as it is")
    func readError() {
        struct ReadError: Error {}
        var decoder = FrameDecoder(anyVersion: false)
        #expect(throws: ReadError.self) {
            unsafe try decoder.fill { (_) throws(ReadError) in throw ReadError() }
        }
    }

    @Test("asking for another message than the last frame's ends the process")
    func wrongBody() async {
        await #expect(processExitsWith: .failure) {
            var decoder = FrameDecoder(anyVersion: false)
            _ = decoder.feed(FrameEncoder.encode(Echo(), sequence: 1))
            _ = try decoder.next()
            _ = decoder.body(as: EchoReply.self)
        }
    }

    @Test("a read that claims more than it was lent ends the process")
    func overlongRead() async {
        await #expect(processExitsWith: .failure) {
            var decoder = FrameDecoder(anyVersion: false)
            _ = unsafe decoder.fill { space in space.count + 1 }
        }
    }
}

@Suite("A decoder with leniency: the sabotages of G3")
struct DecoderLeniencyTests {
    private let echo = RawFrame(type: .echo, body: [UInt8](repeating: 3, count: 64), sequence: 1)

    private func decode(
        _ frame: RawFrame, _ leniency: DecoderLeniency
    ) -> Result<ReceivedFrame?, WireError> {
        var decoder = FrameDecoder(anyVersion: false, leniency: leniency)
        let bytes = frame.bytes
        _ = unsafe decoder.fill { space in
            unsafe space.copyBytes(from: bytes)
            return bytes.count
        }
        return Result { () throws(WireError) in try decoder.next() }
    }

    @Test("a wrong magic passes only where it is meant to")
    func magic() {
        var frame = echo
        frame.magic = 0
        #expect(decode(frame, []) == .failure(.invalidMagic))
        #expect(decode(frame, .anyHash) == .failure(.invalidMagic))
        #expect((try? decode(frame, .anyMagic).get())??.type == .echo)
    }

    @Test("behind a wrong magic the other checks stand")
    func othersStand() {
        var frame = echo
        frame.magic = 0
        frame.version = 2
        #expect(decode(frame, .anyMagic) == .failure(.protocolVersionMismatch))
        frame.version = 1
        frame.schemaHash = 0
        #expect(decode(frame, .anyMagic) == .failure(.schemaHashMismatch))
    }

    @Test("a wrong hash passes only where it is meant to")
    func hash() {
        var frame = echo
        frame.schemaHash ^= 1 << 63
        #expect(decode(frame, []) == .failure(.schemaHashMismatch))
        #expect(decode(frame, .anyMagic) == .failure(.schemaHashMismatch))
        #expect((try? decode(frame, .anyHash).get())??.type == .echo)
    }
}
