import Testing
import WeldWire

@Suite("Frame encoder")
struct FrameEncoderTests {
    @Test("it writes into the caller's memory and says how much")
    func intoBuffer() {
        var memory = [UInt8](repeating: 0xEE, count: 100)
        let count = unsafe memory.withUnsafeMutableBytes { buffer in
            unsafe FrameEncoder.encode(Echo(), sequence: 5, into: buffer)
        }
        #expect(count == 88)
        #expect(Array(memory.prefix(88)) == FrameEncoder.encode(Echo(), sequence: 5))
        #expect(memory.dropFirst(88).allSatisfy { $0 == 0xEE })
    }

    @Test("a buffer one byte too small ends the process", arguments: [0, 23, 87])
    func smallBuffer(size: Int) async {
        await #expect(processExitsWith: .failure) { [size] in
            var memory = [UInt8](repeating: 0, count: size)
            _ = unsafe memory.withUnsafeMutableBytes { buffer in
                unsafe FrameEncoder.encode(Echo(), sequence: 5, into: buffer)
            }
        }
    }

    @Test("the answer to a foreign Hello carries the version that it is given")
    func version() {
        let frame = FrameEncoder.encode(ProtocolHelloAck(), sequence: 1, version: 0x0203)
        #expect(frame[4...5] == [0x03, 0x02])
    }

    @Test("a raw frame that nobody changed is the encoder's", arguments: MessageType.allCases)
    func rawFrame(type: MessageType) {
        let body = [UInt8](repeating: 0, count: type.descriptor.bodySize)
        let message = type.message.init()
        #expect(
            FrameEncoder.encode(type: type, body: body, sequence: 3) == message.frame(sequence: 3))
    }

    @Test("every field of a raw frame can lie")
    func lies() {
        var frame = RawFrame(type: .echo, body: [1, 2], sequence: 3)
        frame.magic = 0x0403_0201
        frame.version = 0x0605
        frame.type = 0x0807
        frame.sequence = 0x0C0B_0A09
        frame.payloadLength = 0x100F_0E0D
        frame.schemaHash = 0x1817_1615_1413_1211
        #expect(frame.bytes == Array(1...24) + [1, 2])
        #expect(frame.headerBytes == Array(1...16))
    }

    @Test("numbers start at 1 and skip 0 when they wrap")
    func sequence() {
        var counter = SequenceCounter()
        #expect([counter.next(), counter.next()] == [1, 2])
        var late = SequenceCounter(last: .max - 1)
        #expect([late.next(), late.next(), late.next()] == [.max, 1, 2])
    }

    @Test("messages are equal when their bytes are")
    func equality() {
        var left = HeartbeatAck(sentAtUs: 1, receivedAtUs: 2)
        #expect(left == HeartbeatAck(sentAtUs: 1, receivedAtUs: 2))
        left.receivedAtUs |= 1 << 63
        #expect(left != HeartbeatAck(sentAtUs: 1, receivedAtUs: 2))
        var spawn = SpawnEntity(archetypeHint: 1)
        spawn.archetypeHint = 1 << 31
        #expect(spawn != SpawnEntity(archetypeHint: 1))
    }

    @Test("empty hand-overs and those of nine regions end the process", arguments: [0, 9])
    func handoffSize(count: Int) async {
        await #expect(processExitsWith: .failure) { [count] in
            _ = ShmRegionsHandoff(
                regions: Array(repeating: ShmRegionDescriptor(), count: count))
        }
    }
}
