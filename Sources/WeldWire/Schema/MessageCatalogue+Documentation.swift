extension MessageCatalogue {
    /// Returns the table of all messages in Markdown, as wire-protocol.md has it.
    public static func documentationTable() -> String {
        var lines = [
            "| Id | Name | Way | Pattern | Fields | Body | Frame | Schema hash |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for descriptor in descriptors {
            let cells = [
                "\(descriptor.type.rawValue)", descriptor.name, way(of: descriptor),
                word(for: descriptor.pattern), list(descriptor.fields), "\(descriptor.bodySize)",
                "\(descriptor.frameLength)", hexadecimal(descriptor.schemaHash),
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func way(of descriptor: MessageDescriptor) -> String {
        descriptor.sender == .editor ? "E to R" : "R to E"
    }

    private static func word(for pattern: MessagePattern) -> String {
        switch pattern {
        case .first: "first"
        case .request: "request"
        case .reply(let request): "reply to \(request.descriptor.name)"
        case .event: "event"
        case .handover: "carries descriptors"
        }
    }

    private static func list(_ fields: [Schema.Field]) -> String {
        fields.map { field in
            let element = field.nested.isEmpty ? "" : " {\(list(field.nested))}"
            return "\(field.offset) \(field.type) \(field.name)\(element)"
        }.joined(separator: ", ")
    }

    private static func hexadecimal(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
