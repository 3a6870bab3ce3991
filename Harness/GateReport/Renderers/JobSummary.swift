import GateKit

/// What a CI job shows of a run, as Markdown for `$GITHUB_STEP_SUMMARY`: status first, below 1 MiB
/// whatever the run holds (report.md#one-model-many-renderings).
enum JobSummary {
    /// What GitHub takes of a step, in bytes.
    static let limit = 1024 * 1024

    /// Returns the summary, ending in a line feed.
    static func render(_ report: RunReport) -> String {
        let blocks =
            [headline(report)] + MatrixPage.blocks(report, withLegend: false)
            + EvidencePages.controlSummary(report) + Overview.run(report)
        let text = Markdown.render(blocks)
        guard text.utf8.count >= limit else { return text }
        // The first blocks say what came out; the rest is in the report.
        return Markdown.render([
            headline(report),
            .paragraph([.text("The rest is longer than a job's summary may be: see the report.")]),
        ])
    }

    private static func headline(_ report: RunReport) -> Block {
        let gates = report.declarations.map(\.id)
        let own = MatrixColumn.all(report.matrix).first {
            $0.platform == report.run.platform && $0.hostClass == report.run.hostClass
        }
        let verdict = Headline.of(own?.results ?? [], gates: gates)
        return .heading(
            level: 2,
            "\(verdict.rawValue): weld-gates on \(own?.title ?? report.run.platform.title)")
    }
}
