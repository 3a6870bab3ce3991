/// What the validation layer wrote to a file of the judge's own.
///
/// The judge hears the layer itself: what the editor reports of it is compared, and decides
/// nothing alone.
struct LayerLog: Equatable {
    /// One message of the layer.
    struct Message: Equatable {
        /// The rule's name, such as "SYNC-HAZARD-READ-AFTER-WRITE"; empty where it has none.
        let id: String
        /// All of its lines.
        let text: String

        /// Whether it is about the fault that the editor makes on purpose, so that a layer that
        /// says nothing can be told from one that has nothing to say.
        var isDeliberate: Bool {
            id.contains("SYNC-HAZARD-WRITE-AFTER-WRITE") && text.contains(deliberateObject)
        }
    }

    /// The name of the object of the deliberate fault.
    static let deliberateObject = "weld-deliberate-hazard"

    /// Every message in its order.
    let messages: [Message]

    /// Reads what the layer wrote.
    ///
    /// Lines before the first message are one of their own: what is not understood is not passed
    /// over.
    init(_ text: String) {
        var messages: [[Substring]] = []
        for line in text.split(separator: "\n") {
            if messages.isEmpty || Self.isFirst(line) {
                messages.append([line])
            } else {
                messages[messages.count - 1].append(line)
            }
        }
        self.messages = messages.map { lines in
            Message(id: Self.id(lines[0]), text: lines.joined(separator: "\n"))
        }
    }

    /// Whether the layer spoke, synchronization validation included.
    var isHeard: Bool { messages.contains(where: \.isDeliberate) }

    /// Everything that was not asked for.
    var complaints: [Message] { messages.filter { !$0.isDeliberate } }

    /// Layers write "RULE(ERROR / SPEC): msgNum: N - Validation Error: [ RULE ] …", newer ones
    /// also without what stands before "Validation"; what follows about objects is indented.
    private static func isFirst(_ line: Substring) -> Bool {
        guard line.first?.isWhitespace == false else { return false }
        return line.contains("): msgNum: ") || line.hasPrefix("Validation ")
    }

    private static func id(_ line: Substring) -> String {
        if let open = line.firstRange(of: "[ "),
            let close = line[open.upperBound...].firstRange(of: " ]")
        {
            return String(line[open.upperBound..<close.lowerBound])
        }
        return line.contains("): msgNum: ") ? String(line.prefix { $0 != "(" }) : ""
    }
}
