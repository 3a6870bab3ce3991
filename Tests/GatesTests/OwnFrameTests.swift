import Testing
import WeldWire

@testable import Gates

@Suite("Frames of the judge's own")
struct OwnFrameTests {
    @Test("Every shape is that of the page's vectors, which the engine's own table holds too")
    func shapes() throws {
        for number in UInt16(1)...14 {
            let own = try #require(OwnFrame.Kind(rawValue: number))
            let theirs = try #require(MessageType(rawValue: number))
            #expect(own.shape.hash == theirs.descriptor.schemaHash, "\(own)")
            #expect(own.shape.body == theirs.descriptor.bodySize, "\(own)")
        }
    }

    @Test("An Echo is spelled as the engine spells it, and read back from any pieces")
    func echo() throws {
        var payload = InlineArray<64, UInt8>(repeating: 0)
        for index in payload.indices { payload[index] = UInt8(index) }
        let frame = OwnFrame(kind: .echo, number: 0x0102_0304, body: (0..<64).map { UInt8($0) })
        #expect(frame.bytes == FrameEncoder.encode(Echo(payload: payload), sequence: 0x0102_0304))
        var bytes: [UInt8] = []
        for byte in frame.bytes {
            #expect(try OwnFrame.take(from: &bytes) == nil)
            bytes.append(byte)
        }
        bytes += [0x44]
        #expect(try OwnFrame.take(from: &bytes) == frame)
        #expect(bytes == [0x44])
    }

    @Test("A hand-over is spelled as the engine spells it")
    func handoff() {
        let region = ShmRegionDescriptor(logicalName: "viewport", size: 4711)
        for count in [1, 2] {
            let theirs = ShmRegionsHandoff(regions: Array(repeating: region, count: count))
            #expect(
                OwnFrame.handoff("viewport", size: 4711, times: count).bytes
                    == FrameEncoder.encode(theirs, sequence: 2))
        }
    }

    @Test(
        "What is not as the page says is told and not passed over", arguments: [0, 4, 6, 12, 16])
    func malformed(offset: Int) {
        var bytes = OwnFrame.consent(to: 1).bytes
        bytes[offset] ^= 0x55
        #expect(throws: OwnFrame.Malformed.self) { try OwnFrame.take(from: &bytes) }
    }

    @Test(
        "A Hello must be the first frame, of this version, padded with zeros, and name its engine")
    func hello() {
        let good = OwnFrame.hello(engine: "engine", takesHandoff: true)
        #expect(good.faultOfHello == nil)
        #expect(OwnFrame.hello(engine: "", takesHandoff: true).faultOfHello != nil)
        #expect(OwnFrame.hello(engine: "e", takesHandoff: false).faultOfHello != nil)
        #expect(OwnFrame.consent(to: 1).faultOfHello != nil)
        for offset in [0, 2, 30, 52] {
            var bad = good
            bad.body[offset] ^= 8
            #expect(bad.faultOfHello != nil, "\(offset)")
        }
        var modest = good
        modest.body[52] = 2
        #expect(modest.faultOfHello == nil)
        var named = good
        named.body[52] = 0
        #expect(named.faultOfHello != nil && named.faultOfHello(announcing: [0]) == nil)
        #expect(good.faultOfHello(announcing: [0]) != nil)
        var second = good
        second.number = 2
        #expect(second.faultOfHello != nil)
    }

    @Test("Hostile bytes differ from the good frame in what they are named for")
    func hostile() {
        let frame = OwnFrame(kind: .echo, number: 1, body: [UInt8](repeating: 9, count: 64))
        for hostile in Hostile.allCases {
            var bytes = hostile.bytes(of: frame)
            #expect(bytes != frame.bytes, "\(hostile)")
            #expect(WireError(rawValue: hostile.error) != nil, "\(hostile)")
            if [.wrongDirection, .onHeartbeat].contains(hostile) {
                #expect((try? OwnFrame.take(from: &bytes)) != nil, "\(hostile)")
            }
        }
    }
}
