/// The table of all messages, derived once from their declarations.
public enum MessageCatalogue {
    /// What the declarations say, in the order of ``MessageType``.
    public static let descriptors: [MessageDescriptor] = MessageType.allCases.map { $0.descriptor }

    /// What the declarations say, by type.
    static let descriptorTable = MessageTable(deriving: MessageDescriptor.init(of:))

    /// Places of a table that is indexed by number: one more than the highest number.
    @usableFromInline
    static let tableSize = 1 + Int(MessageType.allCases.map { $0.rawValue }.max() ?? 0)

    /// What every frame is checked and cleaned by.
    @usableFromInline
    struct Rule: Sendable {
        /// The header's payload length.
        @usableFromInline var payloadLength: UInt32
        /// The payload's first eight bytes.
        @usableFromInline var schemaHash: UInt64
        /// Who sends the message.
        var sender: Role
        /// The part it plays.
        var pattern: MessagePattern
        /// The message that answers it, if one does.
        var reply: MessageType?
        /// The first padding of the body, in nearly every message all of it; zero without padding.
        var padding: PaddingWord
        /// Whether the body has padding beyond that; ``MessageCatalogue/padding`` holds it all.
        var hasMorePadding: Bool

        init(of type: MessageType) {
            let descriptor = type.descriptor
            payloadLength = UInt32(descriptor.payloadLength)
            schemaHash = descriptor.schemaHash
            sender = descriptor.sender
            pattern = descriptor.pattern
            reply = MessageType.allCases.first { $0.descriptor.pattern == .reply(to: type) }
            let words = MessageCatalogue.padding[type]
            padding = words.first ?? PaddingWord(offset: 0, mask: 0)
            hasMorePadding = words.count > 1
        }
    }

    /// The rules by type.
    @usableFromInline static let rules = MessageTable(deriving: Rule.init(of:))

    /// Where padding lies, by type.
    static let padding = MessageTable(deriving: { type in
        PaddingWord.covering(type.descriptor.fields)
    })

    /// Returns the rule of a message.
    @inlinable @inline(__always)
    static func rule(of type: MessageType) -> Rule { rules[type] }
}

/// Eight bytes of a body and which of their bits are padding.
struct PaddingWord: Equatable, Sendable {
    /// Offset in the body of the first of the eight bytes.
    var offset: Int
    /// The padding's bits, little-endian.
    var mask: UInt64

    /// Returns the fewest words that hold the padding of some fields, in order.
    static func covering(_ fields: [Schema.Field]) -> [PaddingWord] {
        var words: [PaddingWord] = []
        for byte in bytes(in: fields, at: 0) {
            if let last = words.indices.last, byte - words[last].offset < 8 {
                words[last].mask |= 0xFF << UInt64(8 * (byte - words[last].offset))
            } else {
                words.append(PaddingWord(offset: byte, mask: 0xFF))
            }
        }
        return words
    }

    /// Offsets of all padding bytes, those inside of array elements as well.
    private static func bytes(in fields: [Schema.Field], at base: Int) -> [Int] {
        fields.flatMap { field -> [Int] in
            let start = base + field.offset
            if field.isPadding { return Array(start..<start + field.size) }
            if field.nested.isEmpty { return [] }
            return stride(from: start, to: start + field.size, by: field.elementSize)
                .flatMap { bytes(in: field.nested, at: $0) }
        }
    }
}

/// One value a message of the catalogue, found by its type.
///
/// Its size follows from the catalogue, so that every type has its place: a lookup cannot fail,
/// however many messages there are.
public struct MessageTable<Value> {
    /// The values by number; what stands at numbers of no message is never looked at.
    @usableFromInline var values: [Value]

    /// Makes a table that holds the same value for every message.
    @inlinable
    public init(repeating value: Value) {
        values = [Value](repeating: value, count: MessageCatalogue.tableSize)
    }

    /// Makes a table of what `value` says of each message.
    init(deriving value: (MessageType) -> Value) {
        self.init(repeating: value(MessageType.allCases[0]))
        for type in MessageType.allCases { values[Int(type.rawValue)] = value(type) }
    }

    /// The value of a message.
    @inlinable
    public subscript(type: MessageType) -> Value {
        @inline(__always) get { values[Int(type.rawValue)] }
        // In place: a getter and a setter would copy a value that owns memory.
        @inline(__always) _modify { yield &values[Int(type.rawValue)] }
    }
}

extension MessageTable: Sendable where Value: Sendable {}
extension MessageTable: Equatable where Value: Equatable {}
