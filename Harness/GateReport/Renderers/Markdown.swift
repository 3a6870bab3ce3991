import GateKit

/// Spells blocks as GitHub's Markdown; what came from a subject or a store stays words, as
/// ``MarkdownText`` spells them.
enum Markdown {
    /// Returns the blocks with an empty line between them, ending in a line feed.
    ///
    /// - Parameter figures: The folder beside the text that holds the figures; without one they are
    ///   only named.
    static func render(_ blocks: [Block], figures: String? = nil) -> String {
        blocks.map { text($0, figures) }.joined(separator: "\n\n") + "\n"
    }

    private static func text(_ block: Block, _ figures: String?) -> String {
        switch block {
        case .heading(let level, let title):
            String(repeating: "#", count: level) + " " + escaped(title)
        case .paragraph(let spans): MarkdownText.atStart(text(spans))
        case .list(let items, let numbered):
            items.enumerated().map { index, item in
                (numbered ? "\(index + 1). " : "* ") + MarkdownText.atStart(text(item))
            }.joined(separator: "\n")
        case .table(let table):
            lines(
                table.columns.map { ($0.title, $0.alignment) },
                table.rows.map { $0.map(text) })
        case .matrix(let matrix):
            lines(
                [("Gate", .left)] + matrix.columns.map { ($0, .left) },
                matrix.rows.map { [escaped($0.title)] + $0.entries.map(text) })
        case .figure(let figure):
            figures.map { "![\(escaped(figure.title))](\($0)/\(figure.fileName))" }
                ?? "*Figure: \(escaped(figure.title)).*"
        case .details(let details):
            "<details><summary>\(escaped(details.title))</summary>\n\n"
                + details.blocks.map { text($0, figures) }.joined(separator: "\n\n")
                + "\n\n</details>"
        case .code(let code): MarkdownText.block(code)
        case .note(let note): PrintableText.lines(withoutTrailingLineFeeds(note))
        }
    }

    private static func text(_ spans: [Span]) -> String {
        spans.map { span in
            switch span {
            case .text(let text): escaped(text)
            case .strong(let text): "**\(escaped(text))**"
            case .emphasis(let text): "*\(escaped(text))*"
            case .code(let text): MarkdownText.code(text)
            }
        }.joined()
    }

    private static func text(_ cell: Cell) -> String {
        switch cell {
        case .spans(let spans): text(spans)
        case .verdict(_, let name): "**\(escaped(name))**"
        default: escaped(cell.words)
        }
    }

    private static func text(_ entry: Matrix.Entry) -> String {
        let name = entry.verdict == .pending ? escaped(entry.name) : "**\(escaped(entry.name))**"
        return ([name] + entry.details.map(text)).joined(separator: ", ")
            + (entry.remark.map { " [\($0)]" } ?? "")
    }

    private static func lines(
        _ columns: [(title: String, alignment: Table.Alignment)], _ rows: [[String]]
    ) -> String {
        let rule = columns.map { $0.alignment == .left ? "---" : "---:" }
        return ([columns.map { escaped($0.title) }, rule] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private static func withoutTrailingLineFeeds(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, last.isNewline { text = text.dropLast() }
        return String(text)
    }

    /// Returns the text as words of a line, whatever it says.
    static func escaped(_ text: String) -> String { MarkdownText.words(text) }
}
