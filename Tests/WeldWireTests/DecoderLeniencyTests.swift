import Testing

@testable import WeldWire

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
