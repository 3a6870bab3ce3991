import CWireWitness
import Testing
import WeldWire

@Suite("Layouts against the C compiler's")
struct LayoutWitnessTests {
    /// A field as one of the two sides sees it.
    struct Line: Hashable, CustomStringConvertible {
        var structure: String
        var field: String
        var offset: Int
        var size: Int
        var structureSize: Int

        var description: String { "\(structure).\(field) at \(offset), \(size) bytes" }
    }

    static let witnessed: [Line] = (0..<witness_field_count()).map { index in
        Line(
            structure: unsafe String(cString: witness_struct_name(index)),
            field: unsafe String(cString: witness_field_name(index)),
            offset: Int(witness_field_offset(index)), size: Int(witness_field_size(index)),
            structureSize: Int(witness_struct_size(index)))
    }

    static func lines(of fields: [Schema.Field], structure: String, size: Int) -> [Line] {
        fields.flatMap { field in
            [
                Line(
                    structure: structure, field: field.name, offset: field.offset,
                    size: field.size, structureSize: size)
            ]
                + lines(
                    of: field.nested, structure: "ShmRegionDescriptor", size: field.elementSize)
        }
    }

    @Test("every field of every message lies where the C compiler puts it")
    func fields() {
        let derived = MessageCatalogue.descriptors.flatMap {
            Self.lines(of: $0.fields, structure: $0.name, size: $0.bodySize)
        }
        #expect(derived == Self.witnessed)
    }

    @Test("alignments are the C compiler's", arguments: MessageType.allCases)
    func alignment(type: MessageType) throws {
        let index = try #require(
            Self.witnessed.firstIndex { $0.structure == type.descriptor.name })
        #expect(Int(witness_struct_alignment(index)) == type.descriptor.alignment)
    }
}
