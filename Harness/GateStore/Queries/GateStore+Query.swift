import GRDB

/// A value of an answer, as the store holds it.
public enum StoredValue: Hashable, Sendable, Encodable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Bytes: how many, for no query shows them.
    case blob(bytes: Int)

    /// Spells it as JSON does; what JSON has no number for is a word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .integer(let value): try container.encode(value)
        case .real(let value) where value.isFinite: try container.encode(value)
        case .real(let value): try container.encode("\(value)")
        case .text(let text): try container.encode(text)
        case .blob(let bytes): try container.encode("\(bytes) bytes")
        }
    }

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .real(value)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob(bytes: data.count)
        }
    }
}

/// What a query came to.
public struct QueryAnswer: Sendable {
    /// The names of the columns.
    public var columns: [String]
    /// The rows, as many as are taken.
    public var rows: [[StoredValue]] = []
    /// Whether there were more.
    public var isCut = false
}

extension GateStore {
    /// Asks the store one statement, which may only read.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - values: Its named parameters; one that is not among them is an empty text.
    ///   - most: How many rows are taken.
    /// - Throws: `refused` for a statement that writes, `tooSlow` for one that takes too long,
    ///   `badValue` for a parameter that is no number where one is needed.
    public func ask(
        _ sql: String, values: [String: String], most: Int
    ) throws(StoreError) -> QueryAnswer {
        try read("ask the query") { database in
            let statement = try database.makeStatement(sql: sql)
            // ATTACH and its like write nothing by SQLite's word, and answer nothing.
            guard statement.isReadonly, !statement.columnNames.isEmpty else {
                throw StoreError(.refused, path: path, "a query that writes is not asked")
            }
            var arguments: [String: String] = [:]
            for name in Self.parameters(of: sql) { arguments[name] = values[name] ?? "" }
            statement.arguments = StatementArguments(arguments)
            var answer = QueryAnswer(columns: statement.columnNames)
            do {
                let rows = try Row.fetchCursor(statement)
                while let row = try rows.next() {
                    guard answer.rows.count < most else {
                        answer.isCut = true
                        break
                    }
                    answer.rows.append(row.databaseValues.map { StoredValue($0) })
                }
            } catch let error as DatabaseError
                where error.resultCode.primaryResultCode == .SQLITE_MISMATCH
            {
                throw StoreError(
                    .badValue, path: path,
                    "a parameter of the query has to be a whole number and is none")
            }
            return answer
        }
    }

    /// The names of a statement's parameters, in the order of their first use.
    static func parameters(of sql: String) -> [String] {
        var names: [String] = []
        for match in sql.matches(of: #/:([a-z_]+)/#) where !names.contains(String(match.1)) {
            names.append(String(match.1))
        }
        return names
    }
}
