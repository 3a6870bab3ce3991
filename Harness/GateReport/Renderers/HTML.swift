import GateKit

/// Spells blocks as one HTML page that needs nothing beside itself: no network, and scripts only for
/// comfort (report.md#one-model-many-renderings).
struct HTML {
    /// What the page is called.
    private let title: String
    /// What the page checks itself with, as JSON; nil for a page without.
    private let evidence: String?
    private var body = ""
    private var sections: [(address: String, title: String)] = []
    private var openSection = false
    /// Whether the next numbered list holds a matrix's remarks, which cells point at.
    private var expectsRemarks = false

    /// Returns the page.
    ///
    /// - Parameter evidence: What the page checks itself with, as JSON without `<`.
    static func render(_ blocks: [Block], title: String, evidence: String? = nil) -> String {
        var page = HTML(title: title, evidence: evidence)
        page.add(blocks)
        return page.document
    }

    private init(title: String, evidence: String?) {
        self.title = title
        self.evidence = evidence
    }

    // MARK: - The page

    private var document: String {
        let links = sections.map {
            "<li><a href=\"#\($0.address)\">\(Self.escaped($0.title))</a></li>"
        }
        let navigation =
            (evidence == nil ? "" : Self.selfCheck)
            + "<nav aria-label=\"Sections\"><ul>\n\(links.joined(separator: "\n"))\n</ul></nav>\n"
        let heading = body.firstRange(of: "</h1>\n")
        let content =
            heading.map { body[..<$0.upperBound] + navigation + body[$0.upperBound...] }
            ?? Substring(navigation + body)
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <title>\(Self.escaped(title))</title>
            <style>
            \(PageText.style)\(PageText.figureStyle)</style>
            </head>
            <body>
            <main>
            \(content)\(openSection ? "</section>\n" : "")</main>
            \(checker)<script>
            \(PageText.script)</script>
            </body>
            </html>

            """
    }

    /// Where the page says what came of its own look at itself.
    private static let selfCheck =
        "<p id=\"self-check\" role=\"status\">Where scripts run, this page computes its verdicts "
        + "again from the samples that it carries, and says so here.</p>\n"

    private var checker: String {
        evidence.map {
            "<script type=\"application/json\" id=\"evidence\" "
                + "data-sum=\"\(PageSum.of($0, isMarkup: false))\">\($0)</script>\n"
                + "<script>\n\(PageText.check)</script>\n"
        } ?? ""
    }

    private mutating func add(_ blocks: [Block]) {
        var index = blocks.startIndex
        while index < blocks.endIndex {
            if case .figure = blocks[index] {
                // Figures that follow each other stand side by side where there is room.
                body += "<div class=\"figures\">\n"
                while index < blocks.endIndex, case .figure(let figure) = blocks[index] {
                    body += Self.text(figure)
                    index += 1
                }
                body += "</div>\n"
            } else {
                add(blocks[index])
                index += 1
            }
        }
    }

    private mutating func add(_ block: Block) {
        switch block {
        case .heading(let level, let title): heading(level, title)
        case .paragraph(let spans): body += Self.element("p", Self.text(spans)) + "\n"
        case .list(let items, let numbered):
            let tag = numbered ? "ol" : "ul"
            let lines = items.enumerated().map { index, item in
                let address = numbered && expectsRemarks ? " id=\"remark-\(index + 1)\"" : ""
                return Self.element("li", Self.text(item), address)
            }
            body += "<\(tag)>\n\(lines.joined(separator: "\n"))\n</\(tag)>\n"
            if numbered { expectsRemarks = false }
        case .table(let table): body += Self.text(table)
        case .matrix(let matrix):
            body += Self.text(matrix)
            expectsRemarks = true
        case .code(let code): body += Self.element("pre", Self.escaped(code)) + "\n"
        case .note(let note):
            body += Self.element("pre", Self.escaped(note), " class=\"note\"") + "\n"
        case .figure(let figure): body += Self.text(figure)
        case .details(let details):
            body += "<details><summary>\(Self.escaped(details.title))</summary>\n"
            add(details.blocks)
            body += "</details>\n"
        }
    }

    private mutating func heading(_ level: Int, _ title: String) {
        guard level == 2 else {
            body += Self.element("h\(level)", Self.escaped(title)) + "\n"
            return
        }
        let address = Self.address(title)
        sections.append((address, title))
        body += openSection ? "</section>\n" : ""
        body += "<section id=\"\(address)\"><h2>\(Self.escaped(title))</h2>\n"
        openSection = true
    }

    /// Returns the address of a section: that of `G1 · round-trip median` is `g1`, that of `Kill map`
    /// is `kill-map`.
    static func address(_ title: String) -> String {
        let words = title.split(separator: " · ").first ?? Substring(title)
        return String(words.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
    }

    // MARK: - Blocks

    /// Returns an element with the sum over its text, by which the page notices a change.
    private static func element(_ name: String, _ content: String, _ rest: String = "") -> String {
        "<\(name)\(rest) data-sum=\"\(PageSum.of(content))\">\(content)</\(name)>"
    }

    private static func text(_ figure: Figure) -> String {
        let kind = if case .grid = figure.drawing { "grid" } else { "plot" }
        return element(
            "figure",
            "<div class=\"scroll\">\n\(figure.svg())\n</div>"
                + "<figcaption>\(escaped(figure.title))</figcaption>",
            " id=\"\(escaped(figure.address))\" class=\"\(kind)\"") + "\n"
    }

    private static func text(_ table: Table) -> String {
        let heads = table.columns.map {
            "<th scope=\"col\"\(style($0.alignment))>\(escaped($0.title))</th>"
        }
        let rows = table.rows.map { row -> String in
            let cells = zip(table.columns, row).map { column, cell in
                "<td\(style(column.alignment))\(sortKey(cell))>\(text(cell))</td>"
            }
            let address = table.addressColumn.map { " id=\"\(escaped(row[$0].words))\"" } ?? ""
            return element("tr", cells.joined(), address)
        }
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">"
            + "<table class=\"sortable\">\n<thead><tr>\(heads.joined())</tr></thead>\n<tbody>\n"
            + "\(rows.joined(separator: "\n"))\n</tbody></table></div>\n"
    }

    private static func text(_ matrix: Matrix) -> String {
        let heads = matrix.columns.map { "<th scope=\"col\">\(escaped($0))</th>" }
        let rows = matrix.rows.map { row in
            let title = "<a href=\"#\(escaped(row.address))\">\(escaped(row.title))</a>"
            let entries = row.entries.map { text($0, of: row) }
            return element("tr", "<th scope=\"row\">\(title)</th>\(entries.joined())")
        }
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix\">"
            + "<table class=\"matrix\">\n"
            + "<thead><tr><th scope=\"col\">Gate</th>\(heads.joined())</tr></thead>\n<tbody>\n"
            + "\(rows.joined(separator: "\n"))\n</tbody></table></div>\n"
    }

    private static func text(_ entry: Matrix.Entry, of row: Matrix.Row) -> String {
        let remark = entry.remark.map { " <a href=\"#remark-\($0)\">[\($0)]</a>" } ?? ""
        let details = entry.details.map { "<span class=\"beside\">\(text($0))</span>" }
        let own = entry.isOfRun ? " data-run-gate=\"\(escaped(row.address.uppercased()))\"" : ""
        return "<td\(own)>\(verdict(entry.verdict, entry.name))\(remark)\(details.joined())</td>"
    }

    private static func verdict(_ verdict: Verdict, _ name: String) -> String {
        "<span class=\"verdict \(verdict.rawValue)\">\(escaped(name))</span>"
    }

    // MARK: - Cells

    private static func text(_ spans: [Span]) -> String {
        spans.map { span in
            switch span {
            case .text(let text): escaped(text)
            case .strong(let text): "<strong>\(escaped(text))</strong>"
            case .emphasis(let text): "<em>\(escaped(text))</em>"
            case .code(let text): "<code>\(escaped(text))</code>"
            }
        }.joined()
    }

    private static func text(_ cell: Cell) -> String {
        switch cell {
        case .spans(let spans): text(spans)
        case .verdict(let value, let name): verdict(value, name)
        default: escaped(cell.words)
        }
    }

    /// What a figure is sorted by, which its words are not.
    private static func sortKey(_ cell: Cell) -> String {
        switch cell {
        case .figure(let value, _), .threshold(_, let value, _), .margin(let value):
            " data-value=\"\(value)\""
        case .count(let value): " data-value=\"\(value)\""
        case .moment(let value): " data-value=\"\(value)\""
        case .spans, .verdict, .empty: ""
        }
    }

    private static func style(_ alignment: Table.Alignment) -> String {
        alignment == .right ? " class=\"right\"" : ""
    }

    /// Returns a text that ends no element and no attribute, shows no control character and turns no
    /// direction of writing.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            // No XML may hold these.
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: result += "\u{FFFD}"
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}

/// The parts of a page that are files of their own (`Page/`).
enum PageText {
    static let style = text(PackageResources.page_css)
    static let figureStyle = text(PackageResources.figure_css)
    static let script = text(PackageResources.page_js)
    static let check = text(PackageResources.check_js)

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
