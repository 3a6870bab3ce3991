import GateKit

/// Spells blocks for a terminal: plain text, columns that line up, nothing that a terminal obeys.
struct Terminal {
    /// Decorates a verdict's padded text, for a caller that has colours.
    var style: (Verdict, String) -> String = { $1 }

    /// Returns the blocks with an empty line between them, ending in a line feed; figures are left
    /// out.
    func render(_ blocks: [Block]) -> String {
        blocks.filter { if case .figure = $0 { false } else { true } }
            .map(text).joined(separator: "\n")
    }

    private func text(_ block: Block) -> String {
        switch block {
        case .heading(let level, let title):
            (level == 1 ? printable(title).uppercased() : printable(title)) + "\n"
        case .paragraph(let spans): printable(spans.words) + "\n"
        case .list(let items, let numbered):
            items.enumerated().map { index, item in
                (numbered ? "\(index + 1). " : "* ") + printable(item.words) + "\n"
            }.joined()
        case .table(let table): text(table)
        case .matrix(let matrix): text(matrix.table)
        case .figure: ""
        case .details(let details):
            printable(details.title) + "\n\n" + render(details.blocks)
        case .code(let text), .note(let text):
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { printable(String($0)) }.joined(separator: "\n") + "\n"
        }
    }

    private func text(_ table: Table) -> String {
        let titles = table.columns.map { Cell.text($0.title) }
        let texts = ([titles] + table.rows).map { $0.map { printable($0.words) } }
        let widths = table.columns.indices.map { column in
            texts.map { $0[column].count }.max() ?? 0
        }
        return zip([titles] + table.rows, texts).map { cells, texts in
            var line = ""
            for (index, column) in table.columns.enumerated() {
                // The last column ends the line, so that its length moves nothing.
                let width = index == table.columns.count - 1 ? 0 : widths[index]
                let space = String(repeating: " ", count: max(0, width - texts[index].count))
                let padded = column.alignment == .left ? texts[index] + space : space + texts[index]
                if case .verdict(let verdict, _) = cells[index] {
                    line += style(verdict, padded)
                } else {
                    line += padded
                }
                line += "  "
            }
            return line.withoutTrailingSpaces + "\n"
        }.joined()
    }

    private func printable(_ text: String) -> String { PrintableText.line(text) }
}

extension String {
    fileprivate var withoutTrailingSpaces: Substring {
        var line = Substring(self)
        while line.last == " " { line = line.dropLast() }
        return line
    }
}

extension Matrix {
    /// The matrix as a table of words.
    fileprivate var table: Table {
        Table(
            [.left("Gate")] + columns.map { .left($0) },
            rows: rows.map { row in
                [.text(row.title)]
                    + row.entries.map { entry in
                        let parts = [entry.name] + entry.details.map(\.words)
                        return .verdict(
                            entry.verdict,
                            parts.joined(separator: ", ")
                                + (entry.remark.map { " [\($0)]" } ?? ""))
                    }
            })
    }
}
