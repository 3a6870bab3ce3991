public import GateKit

/// How a report can be spelled.
public enum ReportFormat: String, CaseIterable, Hashable, Sendable {
    /// GitHub's Markdown.
    case markdown
    /// Plain text in columns.
    case terminal
}

/// The validation report of a run: a pure function of what the store holds, so that the same store
/// gives the same bytes each time (lessons.md#row-33).
public enum ValidationReport {
    /// Returns the report without any markup: what every format is rendered from.
    public static func blocks(_ report: RunReport) -> [Block] {
        Overview.header(report) + Overview.verdict(report) + MatrixPage.blocks(report)
            + report.declarations.flatMap { GatePage.blocks($0, report) }
            + EvidencePages.series(report) + EvidencePages.controls(report)
            + KillMapPage.blocks(report) + EvidencePages.attempts(report)
            + EvidencePages.provenance(report) + Reference.blocks
            + report.notes.map { .note($0.text) }
    }

    /// Returns the report as text that ends in a line feed.
    public static func render(_ report: RunReport, as format: ReportFormat) -> String {
        switch format {
        case .markdown: markdown(report)
        case .terminal: Terminal().render(blocks(report))
        }
    }

    /// Returns a kill map alone as text that ends in a line feed.
    public static func render(_ map: KillMap, as format: ReportFormat) -> String {
        let blocks = KillMapPage.blocks(map)
        return switch format {
        case .markdown: Markdown.render(blocks)
        case .terminal: Terminal().render(blocks)
        }
    }

    /// Returns a fault map as text that ends in a line feed.
    public static func render(_ map: FaultMap, as format: ReportFormat) -> String {
        let blocks = FaultMapPage.blocks(map)
        return switch format {
        case .markdown: Markdown.render(blocks)
        case .terminal: Terminal().render(blocks)
        }
    }

    /// Returns the report as GitHub's Markdown, ending in a line feed.
    public static func markdown(_ report: RunReport) -> String {
        Markdown.render(blocks(report))
    }
}

/// The matrix that `weld-gates` prints at the end of a run.
public enum TerminalMatrix {
    /// Returns one line a gate: verdict, headline figure, margin, controls, ambitions, and the
    /// reason of whatever is not a plain GO.
    ///
    /// - Parameters:
    ///   - earlierNoGo: the newest earlier run of the same commit in which a gate was NO-GO.
    ///   - style: decorates a verdict's padded text, for a caller that has colours.
    public static func render(
        _ results: [GateResult], earlierNoGo: [GateID: Int64] = [:],
        style: @escaping (Verdict, String) -> String = { $1 }
    ) -> String {
        Terminal(style: style)
            .render([.table(RunMatrix.table(results, earlierNoGo: earlierNoGo))])
    }
}
