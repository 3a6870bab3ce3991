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
