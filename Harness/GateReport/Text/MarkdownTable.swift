/// A table of GitHub's Markdown; cells are escaped where a character would end them.
struct MarkdownTable {
    /// How a column's cells stand.
    enum Alignment {
        case left
        case right
    }

    private let header: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// Creates a table with the columns' titles and alignments.
    init(_ columns: [(title: String, alignment: Alignment)]) {
        header = columns.map(\.title)
        alignments = columns.map(\.alignment)
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    var markdown: String {
        let rule = alignments.map { $0 == .left ? "---" : "---:" }
        return ([line(header), line(rule)] + rows.map(line)).joined(separator: "\n")
    }

    private func line(_ cells: [String]) -> String {
        "| " + cells.map(Self.escaped).joined(separator: " | ") + " |"
    }

    /// Returns the text on one line, with nothing in it that ends a cell or opens a tag.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "|": result += "\\|"
            case "<": result += "&lt;"
            case _ where character.isNewline: result += " "
            default: result.append(character)
            }
        }
        return result
    }
}
