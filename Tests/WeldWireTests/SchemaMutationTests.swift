import Testing

@testable import WeldWire

/// The struct that the mutations start from.
private struct Original: SchemaStruct {
    var first: UInt32 = 0
    var second: UInt32 = 0
    var bytes = InlineArray<8, UInt8>(repeating: 0)
}

private struct OtherName: SchemaStruct {
    var first: UInt32 = 0
    var secondly: UInt32 = 0
    var bytes = InlineArray<8, UInt8>(repeating: 0)
}

private struct OtherType: SchemaStruct {
    var first: UInt32 = 0
    var second = InlineArray<4, UInt8>(repeating: 0)
    var bytes = InlineArray<8, UInt8>(repeating: 0)
}

private struct OtherCount: SchemaStruct {
    var first: UInt32 = 0
    var second: UInt32 = 0
    var bytes = InlineArray<12, UInt8>(repeating: 0)
}

private struct OtherOrder: SchemaStruct {
    var second: UInt32 = 0
    var first: UInt32 = 0
    var bytes = InlineArray<8, UInt8>(repeating: 0)
}

private struct OneMore: SchemaStruct {
    var first: UInt32 = 0
    var second: UInt32 = 0
    var bytes = InlineArray<8, UInt8>(repeating: 0)
    var third: UInt32 = 0
}

private struct Copy: SchemaStruct {
    var first: UInt32 = 0
    var second: UInt32 = 0
    var bytes = InlineArray<8, UInt8>(repeating: 0)
}

private struct InnerGap: SchemaStruct {
    var small: UInt8 = 0
    var large: UInt32 = 0
}

private struct TailGap: SchemaStruct {
    var large: UInt32 = 0
    var small: UInt8 = 0
}

private struct NestedGap: SchemaStruct {
    var inner = InlineArray<2, TailGap>(repeating: TailGap())
}

private struct Signed: SchemaStruct {
    var number: Int32 = 0
}

@Suite("What a schema hash sees")
struct SchemaMutationTests {
    static let mutants: [any SchemaStruct.Type] = [
        OtherName.self, OtherType.self, OtherCount.self, OtherOrder.self, OneMore.self,
    ]

    static func hash(_ type: any SchemaStruct.Type, name: String = "Message") throws -> UInt64 {
        func derive<T: SchemaStruct>(_: T.Type) throws -> UInt64 {
            Wyhash.hash(try Schema(of: T.self).text(name: name))
        }
        return try derive(type)
    }

    @Test("one changed property changes the hash", arguments: mutants.indices)
    func mutation(index: Int) throws {
        #expect(try Self.hash(Self.mutants[index]) != Self.hash(Original.self))
    }

    @Test("the mutants differ from each other as well")
    func distinct() throws {
        let hashes = try Self.mutants.map { try Self.hash($0) }
        #expect(Set(hashes).count == Self.mutants.count)
    }

    @Test("the same properties give the same hash, whatever the Swift type is called")
    func sameProperties() throws {
        #expect(try Self.hash(Copy.self) == Self.hash(Original.self))
    }

    @Test("another message name changes the hash")
    func messageName() throws {
        #expect(try Self.hash(Original.self, name: "Massage") != Self.hash(Original.self))
    }

    @Test("no two messages share a hash")
    func catalogueIsDistinct() {
        #expect(Set(MessageCatalogue.descriptors.map(\.schemaHash)).count == 14)
    }

    @Test("a gap between two fields is refused")
    func innerGap() {
        #expect(throws: SchemaError.implicitPadding(before: "large")) {
            try Schema(of: InnerGap.self)
        }
    }

    @Test("a gap at the end is refused")
    func tailGap() {
        #expect(throws: SchemaError.implicitPadding(before: "the end")) {
            try Schema(of: TailGap.self)
        }
    }

    @Test("a gap inside an element of an array is refused")
    func nestedGap() {
        #expect(throws: SchemaError.implicitPadding(before: "the end")) {
            try Schema(of: NestedGap.self)
        }
    }

    @Test("a type without a place on the wire is refused")
    func unsupportedType() {
        #expect(throws: SchemaError.unsupportedType(field: "number", type: "Int32")) {
            try Schema(of: Signed.self)
        }
    }

    @Test(
        "camel case becomes snake case",
        arguments: [
            ("archetypeHint", "archetype_hint"), ("sentAtUs", "sent_at_us"), ("_pad0", "_pad0"),
            ("_reserved", "_reserved"), ("level", "level"),
        ])
    func names(swift: String, wire: String) {
        #expect(Schema.snakeCase(swift) == wire)
    }
}
