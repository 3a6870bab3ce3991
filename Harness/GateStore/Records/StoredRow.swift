import Foundation
import GRDB

/// A row of a table: a property a column, `headlineCheck` for `headline_check`.
///
/// Enumerations are stored by their raw values, everything with a structure as JSON.
protocol StoredRow: Codable, FetchableRecord, PersistableRecord {}

extension StoredRow {
    static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy {
        .convertFromSnakeCase
    }

    static var databaseColumnEncodingStrategy: DatabaseColumnEncodingStrategy {
        .convertToSnakeCase
    }

    static func databaseJSONEncoder(for column: String) -> JSONEncoder { JSONColumn.encoder() }

    static func databaseJSONDecoder(for column: String) -> JSONDecoder {
        ColumnDecoder("\(databaseTableName).\(column)")
    }

    /// Returns the rows that belong to an attempt or a run.
    ///
    /// - Parameters:
    ///   - owner: The column that names it.
    ///   - order: The column that orders the rows.
    static func all(
        _ database: Database, _ owner: String, _ id: Int64, order: String = "position"
    ) throws -> [Self] {
        let select = try database.cachedStatement(
            sql: "SELECT * FROM \(databaseTableName) WHERE \(owner) = ? ORDER BY \(order)")
        return try fetchAll(select, arguments: [id])
    }
}

/// How values are spelled in columns of JSON: keys sorted, so that equal values are equal text.
enum JSONColumn {
    /// Spells values; what JSON has no number for is a word.
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }
}

/// Reads what `JSONColumn` spelled; an error names the column and not what is inside of it.
private final class ColumnDecoder: JSONDecoder, @unchecked Sendable {
    private let column: String

    init(_ column: String) {
        self.column = column
        super.init()
        nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    }

    override func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        do {
            return try super.decode(type, from: data)
        } catch {
            throw UnreadableValue(column, String(decoding: data, as: UTF8.self))
        }
    }
}

/// A stored value that no `weld-gates` wrote.
///
/// The tables are STRICT, so a value always has its column's type; what it says can still be wrong.
struct UnreadableValue: Error, CustomStringConvertible {
    let description: String

    init(_ column: String, _ value: String) {
        description = "column \(column) holds '\(value)', it was edited or is damaged"
    }

    /// Names the column that a record could not be made of.
    init(_ error: DecodingError) {
        let (path, what) =
            switch error {
            case .dataCorrupted(let context), .valueNotFound(_, let context),
                .keyNotFound(_, let context), .typeMismatch(_, let context):
                (context.codingPath, context.debugDescription)
            @unknown default: ([], "\(error)")
            }
        let column = path.first?.stringValue ?? "unknown"
        description = "column \(column) cannot be read, it was edited or is damaged: \(what)"
    }
}

extension UInt64 {
    /// The same bits as SQLite's signed integer.
    var stored: Int64 { Int64(truncatingIfNeeded: self) }

    /// Takes the bits of SQLite's signed integer.
    init(stored: Int64) { self.init(truncatingIfNeeded: stored) }

    /// Reads the number that a column spells; SQLite's own integers are signed.
    init(spelled text: String, column: String) throws {
        guard let value = UInt64(text) else { throw UnreadableValue(column, text) }
        self = value
    }
}
