import Foundation
import Testing

@testable import WeldWire

/// A toolchain without mirrors compiles a table in place of the reflection: the same catalogue.
@Suite("The catalogue's table")
struct CatalogueTableTests {
    /// Where the table lies.
    static let place = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Embedded/CatalogueTable.swift").standardized

    @Test("it is what the declarations say; WELD_UPDATE_GOLDEN=1 writes it again")
    func sameAsReflection() throws {
        let wanted = CatalogueTable.text(MessageCatalogue.descriptors)
        if ProcessInfo.processInfo.environment["WELD_UPDATE_GOLDEN"] == "1" {
            try wanted.write(to: Self.place, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.place, encoding: .utf8) == wanted)
    }

    @Test("a field that moves changes it")
    func differs() {
        var descriptors = MessageCatalogue.descriptors
        let before = CatalogueTable.text(descriptors)
        let last = descriptors.removeLast()
        descriptors.append(
            MessageDescriptor(
                type: last.type, name: last.name, sender: last.sender, pattern: last.pattern,
                fields: last.fields.reversed(), bodySize: last.bodySize,
                alignment: last.alignment, schemaText: last.schemaText,
                schemaHash: last.schemaHash))
        #expect(CatalogueTable.text(descriptors) != before)
    }
}

/// Spells the catalogue as source of its own module.
enum CatalogueTable {
    /// Returns the whole file.
    static func text(_ descriptors: [MessageDescriptor]) -> String {
        """
        // swift-format-ignore-file
        // Written by CatalogueTableTests from what WeldWire declares; never edit it by hand.

        extension MessageDescriptor {
            /// What the declarations say of a message, for a toolchain without mirrors.
            init(of type: MessageType) {
                switch type {
        \(descriptors.map(branch).joined(separator: "\n"))
                }
            }
        }

        """
    }

    private static func branch(_ descriptor: MessageDescriptor) -> String {
        """
                case .\(descriptor.type):
                    self.init(
                        type: type, name: "\(descriptor.name)", sender: .\(descriptor.sender),
                        pattern: .\(word(for: descriptor.pattern)),
                        fields: [
        \(fields(descriptor.fields, indent: 20))
                        ],
                        bodySize: \(descriptor.bodySize), alignment: \(descriptor.alignment),
                        schemaText:
        \(pieces(descriptor.schemaText, indent: 20)),
                        schemaHash: 0x\(String(descriptor.schemaHash, radix: 16)))
        """
    }

    private static func word(for pattern: MessagePattern) -> String {
        switch pattern {
        case .reply(let request): "reply(to: .\(request))"
        default: "\(pattern)"
        }
    }

    private static func fields(_ fields: [Schema.Field], indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        return fields.map { field in
            let nested =
                field.nested.isEmpty
                ? "[]"
                : "[\n\(self.fields(field.nested, indent: indent + 8))\n\(space)    ]"
            return """
                \(space)Schema.Field(
                \(space)    name: "\(field.name)", type: "\(field.type)",
                \(space)    offset: \(field.offset), size: \(field.size),
                \(space)    elementSize: \(field.elementSize),
                \(space)    nested: \(nested)),
                """
        }.joined(separator: "\n")
    }

    /// A long text as a sum of short ones.
    private static func pieces(_ text: String, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        var rest = Substring(text)
        var lines: [String] = []
        while !rest.isEmpty {
            lines.append("\"\(rest.prefix(60))\"")
            rest = rest.dropFirst(60)
        }
        return space + lines.joined(separator: "\n\(space)    + ")
    }
}
