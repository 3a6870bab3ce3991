import FuzzWire
import Testing
import WeldWire

@Suite("Schemas against the original's vectors")
struct SchemaGoldenTests {
    /// Copied by hand from the original's catalogue, so that no file can drift with the code.
    static let hashes = FrameOracle.hashes

    @Test("every message has the golden schema hash", arguments: hashes)
    func goldenHash(type: MessageType, hash: UInt64) {
        #expect(type.descriptor.schemaHash == hash)
    }

    @Test("the constants cover the whole catalogue")
    func constantsAreComplete() {
        #expect(Self.hashes.map(\.0) == MessageType.allCases)
        #expect(Golden.messages.map(\.id) == MessageType.allCases.map(\.rawValue))
    }

    @Test("layout, text and lengths are the original's", arguments: Golden.messages)
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

    @Test("memory has exactly the size of the body", arguments: MessageType.allCases)
    func memorySize(type: MessageType) {
        func size<M: WireMessage>(_: M.Type) -> Int { MemoryLayout<M>.size }
        #expect(size(type.message) == type.descriptor.bodySize)
    }
}

extension GoldenMessage.Field {
    init(_ field: Schema.Field) {
        self.init(offset: field.offset, name: field.name, type: field.type, size: field.size)
    }
}

@Suite("Wyhash")
struct WyhashTests {
    @Test("the hash is the reference implementation's", arguments: Golden.wyhash)
    func vector(vector: WyhashVector) throws {
        let seed = try #require(Golden.number(hex: vector.seed))
        #expect(Wyhash.hash(vector.bytes.span, seed: seed) == Golden.number(hex: vector.hash))
    }

    @Test("text is hashed as UTF-8")
    func text() {
        let text = "viewport ready \u{2713}"
        #expect(Wyhash.hash(text, seed: 7) == Wyhash.hash(Array(text.utf8).span, seed: 7))
    }

    @Test("seven texts and both seeds are really in the file")
    func fileIsWhole() {
        #expect(Golden.wyhash.filter { $0.text != nil }.count == 7)
        #expect(Set(Golden.wyhash.map(\.seed)).count >= 7)
    }
}
