/// A struct's layout and its canonical text, derived by reflection.
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

    /// Derives the schema of a struct from its all-zero value.
    ///
    /// Fails where C would pad without being told, or where Swift lays the struct out in another
    /// way, so that text and layout cannot disagree.
    public init<T: SchemaStruct>(of type: T.Type) throws(SchemaError) {
        try self.init(reflecting: T(), size: MemoryLayout<T>.size)
    }

    /// The canonical text under a name (wire-protocol.md#schema-hash).
    public func text(name: String) -> String { "ipc.messages.\(name)\(body)" }

    private init(reflecting value: Any, size memorySize: Int) throws(SchemaError) {
        var fields: [Field] = []
        var offset = 0
        var alignment = 1
        var body = "{"
        for child in Mirror(reflecting: value).children {
            let name = Self.snakeCase(child.label ?? "")
            let shape = try Shape(of: child.value, field: name)
            guard offset.isMultiple(of: shape.alignment) else {
                throw .implicitPadding(before: name)
            }
            fields.append(
                Field(
                    name: name, type: shape.type, offset: offset, size: shape.size,
                    elementSize: shape.elementSize, nested: shape.nested))
            body += "\(name):\(shape.type)\(shape.nestedBody);"
            offset += shape.size
            alignment = max(alignment, shape.alignment)
        }
        guard offset.isMultiple(of: alignment) else { throw .implicitPadding(before: "the end") }
        guard offset == memorySize else {
            throw .layoutMismatch(derived: offset, actual: memorySize)
        }
        self.fields = fields
        self.size = offset
        self.alignment = alignment
        self.body = body + "}"
    }

    /// Returns `archetypeHint` as `archetype_hint`.
    static func snakeCase(_ name: String) -> String {
        var result = ""
        for character in name {
            if character.isUppercase {
                result += "_" + character.lowercased()
            } else {
                result.append(character)
            }
        }
        return result
    }
}

/// Why a struct is no schema; a programming error that a test or the first use reveals.
public enum SchemaError: Error, Equatable, Sendable {
    /// The compiler would insert bytes that the schema does not name.
    case implicitPadding(before: String)
    /// The derived size is not the struct's.
    case layoutMismatch(derived: Int, actual: Int)
    /// The field's type has no place in a schema.
    case unsupportedType(field: String, type: String)
}

extension Schema {
    /// What one field contributes: type name, size, alignment, and its element's fields.
    private struct Shape {
        var type: String
        var size: Int
        var alignment: Int
        var elementSize: Int
        var nested: [Field] = []
        var nestedBody = ""

        init(of value: Any, field: String) throws(SchemaError) {
            if let scalar = value as? any SchemaScalar {
                self.init(scalar: scalar)
            } else if let value = value as? any SchemaStruct {
                try self.init(structure: value)
            } else if let array = value as? any SchemaArray, array.count > 0 {
                let count = array.count
                try self.init(of: array.firstElement, field: field)
                type = "[\(count)]\(type)"
                size *= count
            } else {
                throw .unsupportedType(field: field, type: "\(Swift.type(of: value))")
            }
        }

        private init<T: SchemaScalar>(scalar: T) {
            type = T.schemaName
            size = MemoryLayout<T>.size
            alignment = MemoryLayout<T>.alignment
            elementSize = size
        }

        private init<T: SchemaStruct>(structure: T) throws(SchemaError) {
            let schema = try Schema(of: T.self)
            type = "\(T.self)"
            size = schema.size
            alignment = schema.alignment
            elementSize = schema.size
            nested = schema.fields
            nestedBody = schema.body
        }
    }
}

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
