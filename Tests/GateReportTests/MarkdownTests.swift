import GateKit
import Testing

@testable import GateReport

@Suite struct MarkdownTests {
    @Test(
        "words stay words, whatever syntax they look like",
        arguments: [
            // Cells, lines, tags, entities.
            ("a|b", "a\\|b"), ("a\nb", "a b"), ("a\r\nb", "a  b"), ("<script>", "&lt;script>"),
            ("< 1 ms", "&lt; 1 ms"), ("<!--", "&lt;!--"), ("&#x202e;", "&amp;#x202e;"),
            ("&lt;", "&amp;lt;"), ("a & b", "a & b"),
            // Pictures and links, written or found.
            ("![a](b)", "!\\[a](b)"), ("[a](javascript:b)", "\\[a](javascript:b)"),
            ("[1]: x", "\\[1]: x"), ("[^1]", "\\[^1]"), ("<http://a>", "&lt;http:\\//a>"),
            ("http://a.b", "http:\\//a.b"), ("HTTPS://a.b", "HTTPS:\\//a.b"),
            ("www.a.b", "www\\.a.b"), ("WwW.a", "WwW\\.a"),
            // Emphasis, code, formulas, escapes.
            ("**GO**", "\\*\\*GO\\*\\*"), ("_GO_", "\\_GO\\_"), ("a_b", "a_b"),
            ("~~a~~", "\\~\\~a\\~\\~"),
            ("`a", "\\`a"), ("$a$", "\\$a\\$"), ("\\", "\\\\"), ("\\|", "\\\\\\|"),
            // Nothing for terminals either.
            ("\u{1B}[2J", "\\\\u{1B}\\[2J"), ("a\u{202E}b", "a\\\\u{202E}b"),
            ("plain", "plain"), ("11.9 µs (84.0x)", "11.9 µs (84.0x)"),
        ])
    func escaping(text: String, escaped: String) {
        #expect(Markdown.escaped(text) == escaped)
    }

    @Test(
        "nothing in code ends it or its cell",
        arguments: [
            ("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``a", "``` ``a ```"),
            ("a|b", "`a\\|b`"), ("a\nb", "`a b`"), ("<b>", "`<b>`"), ("![a](b)", "`![a](b)`"),
        ])
    func code(text: String, spelled: String) {
        #expect(MarkdownText.code(text) == spelled)
    }

    @Test("nothing in a block of code ends it", arguments: ["```", "````\n<img>", "a\n```\n# b"])
    func block(text: String) {
        let lines = Markdown.render([.code(text)]).split(separator: "\n")
        #expect(lines.first == lines.last)
        #expect(lines.dropFirst().dropLast().allSatisfy { !$0.hasPrefix(lines[0]) })
    }

    @Test(
        "what begins a line begins nothing else",
        arguments: [
            ("# a", "\\# a"), ("> a", "\\> a"), ("- a", "\\- a"), ("+ a", "\\+ a"),
            ("===", "\\==="),
            ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("    a", "a"), ("1.5 ms", "1.5 ms"),
            ("* a", "\\* a"),
            ("--- ", "\\--- "), ("~~~", "\\~\\~\\~"), ("a # b", "a # b"), ("", ""),
        ])
    func starts(text: String, spelled: String) {
        #expect(Markdown.render([.paragraph([.text(text)])]) == spelled + "\n")
        #expect(Markdown.render([.list([[.text(text)]], numbered: false)]) == "* \(spelled)\n")
    }

    @Test(
        "every row of every table has as many cells as its header", arguments: GoldenReport.allCases
    )
    func tables(_ golden: GoldenReport) {
        var width = 0
        for line in ValidationReport.markdown(golden.report).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            guard line.hasPrefix("|") else {
                width = 0
                continue
            }
            let cells = line.replacing("\\|", with: "").split(separator: "|").count
            if width == 0 { width = cells }
            #expect(cells == width, "\(line)")
        }
    }

    @Test("the worst replicate of a check is shown: by verdict first, then by figure")
    func worstReplicate() {
        let attempts = [
            AttemptReport.fixture(replicate: 0), .fixture(replicate: 1, scale: 1.3),
            .fixture(replicate: 2, scale: 1.2),
        ]
        let slowest = WorstCheck.all(.g1, in: attempts)
        #expect(slowest.map(\.ordinal) == [2, 2, 1])
        #expect(slowest.map(\.replicates) == [3, 3, 3])
        let failed = WorstCheck.all(
            .g1, in: attempts + [.fixture(replicate: 3, scale: 0.5, verdict: .noGo)])
        #expect(failed.map(\.ordinal) == [4, 4, 4])
    }

    @Test("each PENDING cell says what fills it, where anything can")
    func pendingCells() {
        let text = ValidationReport.markdown(GoldenReport.typical.report)
        #expect(text.contains("| G3 fuzz | PENDING [3] | PENDING [4] | PENDING [1] |"))
        #expect(
            text.contains(
                "1. no run on Windows; no gates exist on Windows yet; `CI/portable.sh` tests there")
        )
        #expect(text.contains("2. no run of G2 on macOS (dev); no gates exist on macOS yet"))
        #expect(
            text.contains(
                "3. not implemented yet; `swift run weld-gates --gate G3 --host-class dev` will"))
        #expect(text.contains("4. no run of G3 on macOS (dev): not implemented yet; no gates"))
    }

    @Test("a provisional cell shows what was run of what the contract asks")
    func provisionalCell() {
        let text = ValidationReport.markdown(GoldenReport.typical.report)
        #expect(text.contains("**GO**, provisional: paced round trips 2 000 of 10 000, 11.9 µs"))
    }

    @Test(
        "a missing attempt or a refused GO is never given out as what a run lacks of its length",
        arguments: [
            GateReason.attemptsMissing(made: 2, planned: 3),
            .refused(grounds: [.treeNotClean]),
        ])
    func notProvisional(reason: GateReason) {
        var report = GoldenReport.typical.report
        report.results = []
        let short = GateResult.fixture(
            .g2, .inconclusive, shortfall: [.paced], reason: reason)
        report.matrix = [.fixture(short)]
        let text = ValidationReport.markdown(report)
        #expect(
            text.contains("**INCONCLUSIVE**, provisional: paced round trips 2 000 of 10 000, 11.9"))
        #expect(text.contains("G2: \(reason.sentence)"))
        report.matrix = [.fixture(.fixture(.g2, .inconclusive, reason: reason))]
        #expect(!ValidationReport.markdown(report).contains("provisional:"))
    }
}
