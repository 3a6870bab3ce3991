/// A struct's layout and its canonical text.
public struct Schema: Equatable, Sendable {
    /// A field of a struct.
    public struct Field: Equatable, Sendable {
        /// The name on the wire, in snake case.
        public let name: String
        /// The type as schema texts write it: `u8`, `[32]u8`, `[8]ShmRegionDescriptor`.
        public let type: String
        /// Offset in the struct, in bytes.
        public let offset: Int
        /// Size in bytes.
        public let size: Int
        /// Bytes of one element; the size itself where the field is no array.
        public let elementSize: Int
        /// Fields of the element, where the field is an array of structs.
        public let nested: [Field]

        /// Whether the field is padding: zero when sent, ignored when received.
        public var isPadding: Bool { name.hasPrefix("_") }
    }

    /// The fields in order of declaration.
    public let fields: [Field]
    /// Size in bytes.
    public let size: Int
    /// Alignment in bytes.
    public let alignment: Int
    /// The fields between braces, as a schema text writes them.
    public let body: String

    /// The canonical text under a name (wire-protocol.md#schema-hash).
    public func text(name: String) -> String { "ipc.messages.\(name)\(body)" }
}

/// A struct whose stored properties are a schema: a message, or an element of a message's array.
public protocol SchemaStruct: BitwiseCopyable, Sendable {
    /// Makes the all-zero value, by which the schema is derived.
    init()
}
