public import GateKit

/// How a report can be spelled.
public enum ReportFormat: String, CaseIterable, Hashable, Sendable {
    /// GitHub's Markdown.
    case markdown
    /// Plain text in columns.
    case terminal
    /// One page that needs nothing beside itself.
    case html
    /// For CI systems: suites and cases.
    case junit
    /// For programs: every figure as a number.
    case json
    /// For a CI job's own page: status first, short.
    case summary

    /// Whether it shows figures, which need more than the run's own numbers.
    public var hasFigures: Bool { [.markdown, .html].contains(self) }
}

/// The validation report of a run: a pure function of what the store holds, so that the same store
/// gives the same bytes each time (lessons.md#row-33).
public enum ValidationReport {
    /// Returns the report without any markup: what every format is rendered from.
    public static func blocks(_ report: RunReport) -> [Block] {
        Overview.title + Overview.verdict(report) + MatrixPage.blocks(report)
            + report.declarations.flatMap { GatePage.blocks($0, report) }
            + EvidencePages.controls(report) + KillMapPage.blocks(report)
            + PlantedFaultPage.blocks(report.plantedFaults)
            + EvidencePages.series(report) + EvidencePages.attempts(report)
            + EvidencePages.artefacts(report)
            + Overview.run(report) + EvidencePages.provenance(report) + Reference.blocks
            + report.notes.map { .note($0.text) }
    }

    /// Returns the report as text that ends in a line feed; throws what an encoder of JSON throws.
    ///
    /// - Parameter figures: The folder beside a Markdown text that holds its figures; without one
    ///   they are only named.
    public static func render(
        _ report: RunReport, as format: ReportFormat, figures: String? = nil
    ) throws -> String {
        switch format {
        case .markdown: Markdown.render(blocks(report), figures: figures)
        case .terminal: Terminal().render(blocks(report))
        case .html:
            HTML.render(
                blocks(report), title: title(report), evidence: try PageEvidence.json(report))
        case .junit: JUnit.render(report)
        case .json: try JSONReport.render(report)
        case .summary: JobSummary.render(report)
        }
    }

    /// Returns the report's figures as SVG, each by the name of its file.
    public static func figures(_ report: RunReport) -> [(name: String, svg: String)] {
        figures(blocks(report)).map { ($0.fileName, $0.svg(style: PageText.figureStyle) + "\n") }
    }

    private static func figures(_ blocks: [Block]) -> [Figure] {
        blocks.flatMap { block -> [Figure] in
            switch block {
            case .figure(let figure): [figure]
            case .details(let details): figures(details.blocks)
            default: []
            }
        }
    }

    /// Returns what a page of a run is called.
    private static func title(_ report: RunReport) -> String {
        "Validation report, run \(report.run.id), \(report.run.platform.title)"
    }

    /// Returns a kill map alone as plain text that ends in a line feed.
    public static func terminal(_ map: KillMap) -> String {
        Terminal().render(KillMapPage.blocks(map))
    }

    /// Returns a fault map as plain text that ends in a line feed.
    public static func terminal(_ map: FaultMap) -> String {
        Terminal().render(FaultMapPage.blocks(map))
    }

    /// Returns a fault map as GitHub's Markdown, ending in a line feed.
    public static func markdown(_ map: FaultMap) -> String {
        Markdown.render(FaultMapPage.blocks(map))
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
