// What needs mirrors of values: a toolchain without them compiles Sources/Embedded/CatalogueTable.swift
// in place of this file.

extension MessageDescriptor {
    /// Derives what a declaration says; one that is no schema is a programming error.
    init(of type: MessageType) {
        self.init(of: type.message)
        precondition(self.type == type, "\(name) is declared as \(self.type), listed as \(type)")
    }

    private init<M: WireMessage>(of message: M.Type) {
        let schema: Schema
        do {
            schema = try Schema(of: M.self)
        } catch {
            preconditionFailure("\(M.self) is no schema: \(error)")
        }
        type = M.type
        name = "\(M.self)"
        sender = M.sender
        pattern = M.pattern
        fields = schema.fields
        bodySize = schema.size
        alignment = schema.alignment
        schemaText = schema.text(name: name)
        schemaHash = Wyhash.hash(schemaText)
        precondition(frameLength <= ReceiveBuffer.capacity, "\(name) is longer than 64 KiB")
    }
}

extension Schema {
    /// Derives the schema of a struct from its all-zero value.
    ///
    /// Fails where C would pad without being told, or where Swift lays the struct out in another
    /// way, so that text and layout cannot disagree.
    public init<T: SchemaStruct>(of type: T.Type) throws(SchemaError) {
        try self.init(reflecting: T(), size: MemoryLayout<T>.size)
    }

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
