import GateKit
import Testing

@testable import GateReport

@Suite struct MarkdownTests {
    @Test(
        "nothing in a cell can end it or open a tag",
        arguments: [
            ("a|b", "a\\|b"), ("a\nb", "a b"), ("a\r\nb", "a b"), ("<script>", "&lt;script>"),
            ("< 1 ms", "&lt; 1 ms"), ("![a](b)", "!\\[a](b)"), ("[1]", "[1]"), ("plain", "plain"),
        ])
    func escaping(text: String, escaped: String) {
        #expect(Markdown.escaped(text) == escaped)
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
        #expect(slowest.map(\.replicate) == [1, 1, 0])
        #expect(slowest.map(\.replicates) == [3, 3, 3])
        let failed = WorstCheck.all(
            .g1, in: attempts + [.fixture(replicate: 3, scale: 0.5, verdict: .noGo)])
        #expect(failed.map(\.replicate) == [3, 3, 3])
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
