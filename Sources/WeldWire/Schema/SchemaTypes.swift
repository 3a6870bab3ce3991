/// A struct whose stored properties are a schema: a message, or an element of a message's array.
public protocol SchemaStruct: BitwiseCopyable, Sendable {
    /// Makes the all-zero value, by which the schema is derived.
    init()
}

/// An integer that a schema may hold.
protocol SchemaScalar {
    /// The type's name in a schema text.
    static var schemaName: String { get }
}

extension UInt8: SchemaScalar {
    static var schemaName: String { "u8" }
}

extension UInt16: SchemaScalar {
    static var schemaName: String { "u16" }
}

extension UInt32: SchemaScalar {
    static var schemaName: String { "u32" }
}

extension UInt64: SchemaScalar {
    static var schemaName: String { "u64" }
}

/// An array of fixed length; `InlineArray` in a mirror is recognised by this.
protocol SchemaArray {
    /// Number of elements.
    var count: Int { get }
    /// An element, to look at its type.
    var firstElement: Any { get }
}

extension InlineArray: SchemaArray {
    var firstElement: Any { self[0] }
}
