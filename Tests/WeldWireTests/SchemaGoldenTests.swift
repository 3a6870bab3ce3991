import Testing
import WeldWire

@Suite("Schemas against the original's vectors")
struct SchemaGoldenTests {
    /// Copied by hand from the original's catalogue, so that no file can drift with the code.
    static let hashes: [(MessageType, UInt64)] = [
        (.protocolHello, 0x5d54_0e38_637b_6308),
        (.protocolHelloAck, 0x5e40_4afd_1d3a_5ce9),
        (.echo, 0xb413_a872_0b46_21a5),
        (.echoReply, 0x6541_93e4_8640_338c),
        (.spawnEntity, 0xbfde_47d0_f5f1_8f23),
        (.entityCreated, 0xcd9e_4eac_27bc_aacf),
        (.modifyComponent, 0xa8a1_fed7_4cf1_4369),
        (.modifyAck, 0x8102_8dc9_c675_18c0),
        (.heartbeat, 0x32e1_9d00_9703_d8b1),
        (.heartbeatAck, 0x6591_3935_c113_9aab),
        (.shutdown, 0x944b_fb20_76c0_bc67),
        (.shutdownAck, 0x0c2f_a885_7175_2870),
        (.logMessage, 0x7a82_8c2b_e968_d129),
        (.shmRegionsHandoff, 0x788b_912a_f6eb_7f0e),
    ]

    @Test("Every message has the golden schema hash", arguments: hashes)
    func goldenHash(type: MessageType, hash: UInt64) {
        #expect(type.descriptor.schemaHash == hash)
    }

    @Test("The constants cover the whole catalogue")
    func constantsAreComplete() {
        #expect(Self.hashes.map(\.0) == MessageType.allCases)
        #expect(Golden.messages.map(\.id) == MessageType.allCases.map(\.rawValue))
    }

    @Test("Layout, text and lengths are the original's", arguments: Golden.messages)
    func layout(golden: GoldenMessage) throws {
        let descriptor = try #require(MessageType(rawValue: golden.id)).descriptor
        #expect(descriptor.name == golden.name)
        #expect(descriptor.bodySize == golden.bodySize)
        #expect(descriptor.alignment == golden.alignment)
        #expect(descriptor.schemaText == golden.schemaText)
        #expect(descriptor.schemaHash == Golden.number(hex: golden.schemaHash))
        #expect(descriptor.payloadLength == golden.payloadLength)
        #expect(descriptor.frameLength == golden.frameLength)
        #expect("\(descriptor.sender)->\(descriptor.sender.peer)" == golden.direction)
        #expect(descriptor.fields.map(GoldenMessage.Field.init) == golden.fields)
        let nested = descriptor.fields.map(\.nested).filter { !$0.isEmpty }
        let goldenNested = (golden.nested ?? [:]).map(\.value)
        #expect(nested.map { $0.map(GoldenMessage.Field.init) } == goldenNested)
    }

    @Test("Memory has exactly the size of the body", arguments: MessageCatalogue.messages.indices)
    func memorySize(index: Int) {
        func size<M: WireMessage>(_: M.Type) -> Int { MemoryLayout<M>.size }
        #expect(
            size(MessageCatalogue.messages[index])
                == MessageCatalogue.descriptors[index].bodySize)
    }
}

extension GoldenMessage.Field {
    init(_ field: Schema.Field) {
        self.init(offset: field.offset, name: field.name, type: field.type, size: field.size)
    }
}
