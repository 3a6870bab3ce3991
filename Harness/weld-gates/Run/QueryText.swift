import GateKit
import GateStore

extension StoredValue {
    /// The value on one line, fit for a terminal: what a store says is text of others.
    var line: String {
        switch self {
        case .null: ""
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let text): PrintableText.line(text)
        case .blob(let bytes): "\(bytes) bytes"
        }
    }

    /// Whether it stands on the right of its column.
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .blob: false
        }
    }
}

extension QueryAnswer {
    /// One object a row.
    var objects: [[String: StoredValue]] {
        rows.map { row in
            Dictionary(zip(columns, row), uniquingKeysWith: { first, _ in first })
        }
    }

    /// Comma-separated values with a line of names; a value with a comma, a quotation mark or a
    /// space at its edge is quoted.
    var csv: String {
        let lines = [columns] + rows.map { $0.map(\.line) }
        return lines.map { line in
            line.map { value in
                guard
                    value.contains(where: { $0 == "," || $0 == "\"" }) || value.first == " "
                        || value.last == " "
                else { return value }
                return "\"\(value.replacing("\"", with: "\"\""))\""
            }.joined(separator: ",")
        }.map { $0 + "\r\n" }.joined()
    }

    /// A table whose columns are as wide as their widest value, up to a limit.
    var table: String {
        let longest = 72
        let cells = rows.map { row in row.map { Self.cut($0.line, longest) } }
        let widths = columns.indices.map { index in
            max(columns[index].count, cells.map { $0[index].count }.max() ?? 0)
        }
        func spelled(_ line: [String], _ isRight: (Int) -> Bool) -> String {
            let padded = line.indices.map { index in
                let space = String(repeating: " ", count: widths[index] - line[index].count)
                return isRight(index) ? space + line[index] : line[index] + space
            }
            let text = padded.joined(separator: "  ")
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
        let head = spelled(columns) { index in rows.first?[index].isNumber == true }
        let lines = zip(rows, cells).map { row, cells in
            spelled(cells) { row[$0].isNumber }
        }
        return ([head] + lines + ["\(rows.count) rows"]).joined(separator: "\n")
    }

    /// Returns a text that is no wider than so many columns; what was cut off ends in an ellipsis.
    private static func cut(_ text: String, _ columns: Int) -> String {
        let short = Terminal.cut(text, columns: columns)
        return short == text ? text : Terminal.cut(text, columns: columns - 2) + "…"
    }
}
