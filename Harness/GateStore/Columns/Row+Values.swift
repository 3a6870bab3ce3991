import Foundation
import GRDB

/// A stored value that no `weld-gates` wrote.
///
/// The tables are STRICT, so a value always has its column's type; what it says can still be wrong.
struct UnreadableValue: Error, CustomStringConvertible {
    let description: String

    init(_ column: String, _ value: String) {
        description = "column \(column) holds '\(value)', it was edited or is damaged"
    }
}

extension Row {
    /// Returns the case that the column names.
    func named<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        let text: String = self[column]
        guard let value = Value(rawValue: text) else { throw UnreadableValue(column, text) }
        return value
    }

    /// Returns the unsigned number that the column spells; SQLite's own integers are signed.
    func unsigned(_ column: String) throws -> UInt64 {
        let text: String = self[column]
        guard let value = UInt64(text) else { throw UnreadableValue(column, text) }
        return value
    }

    /// Returns the value that the column holds as JSON.
    func json<Value: Decodable>(_ column: String) throws -> Value {
        let text: String = self[column]
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw UnreadableValue(column, text)
        }
    }
}

/// Returns the value as JSON with sorted keys, so that equal values are equal text.
func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
