import Testing
import WeldWire

@Suite("Frames of the original implementation, byte for byte")
struct GoldenFrameTests {
    @Test("the example frame is decoded and encoded again", arguments: Golden.messages)
    func roundTrip(golden: GoldenMessage) throws {
        let stream = StreamReader(golden.exampleFrame)
        #expect(stream.error == nil)
        let frame = try #require(stream.frames.first)
        #expect(
            frame.header
                == FrameHeader(
                    version: 1, type: try #require(MessageType(rawValue: golden.id)),
                    sequence: golden.exampleSequence,
                    payloadLength: UInt32(golden.payloadLength)))
        #expect(stream.frames.count == 1)
        let again = FrameEncoder.encode(
            type: frame.type, body: try #require(stream.bodies.first), sequence: frame.sequence)
        #expect(again == golden.exampleFrame)
    }

    /// The example messages as a colleague would write them, by number.
    static let messages: [any WireMessage] = [
        ProtocolHello(engineVersion: "0.0.7-S6", buildHash: "deadbee", capabilities: []),
        ProtocolHelloAck(accepted: false, reason: "protocol mismatch"),
        Echo(payload: counting(from: 0)),
        EchoReply(payload: counting(from: 0)),
        SpawnEntity(archetypeHint: 7),
        EntityCreated(entity: 0x0123_4567_89ab_cdef),
        ModifyComponent(
            entity: 42, componentType: 3, fieldOffset: 16, newValue: counting(from: 100)),
        ModifyAck(success: true),
        Heartbeat(sentAtUs: 1_234_567_890_123),
        HeartbeatAck(sentAtUs: 1_234_567_890_123, receivedAtUs: 1_234_567_890_999),
        Shutdown(),
        ShutdownAck(),
        LogMessage(level: .info, timestampUs: 55, text: "viewport ready \u{2713}"),
        ShmRegionsHandoff(regions: [
            ShmRegionDescriptor(logicalName: "viewport", size: 11_063_296)
        ]),
    ]

    static func counting<let width: Int>(from first: UInt8) -> InlineArray<width, UInt8> {
        InlineArray { first + UInt8($0) }
    }

    @Test("the same message written by hand gives the same frame", arguments: Golden.messages)
    func encode(golden: GoldenMessage) {
        let message = Self.messages[Int(golden.id) - 1]
        #expect(message.frame(sequence: golden.exampleSequence) == golden.exampleFrame)
    }
}
