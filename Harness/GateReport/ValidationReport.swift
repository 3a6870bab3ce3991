public import GateKit

/// The validation report of a run: a pure function of what the store holds, so that the same store
/// gives the same bytes each time (lessons.md#row-33).
public enum ValidationReport {
    /// Returns the report as GitHub's Markdown, ending in a line feed.
    public static func markdown(_ report: RunReport) -> String {
        var sections = [
            HeaderSection(run: report.run, seal: report.seal).markdown,
            VerdictSection(report: report).markdown,
            MatrixSection(report: report).markdown,
        ]
        sections += report.declarations.map { declaration in
            GateSection(declaration: declaration, report: report).markdown
        }
        sections += [
            SeriesSection(report: report).markdown,
            ControlsSection(controls: report.controls).markdown,
            AttemptsSection(attempts: report.attempts).markdown,
            ProvenanceSection(report: report).markdown,
            ReferenceSection.markdown,
        ]
        sections += report.notes.map(\.text).map(withoutTrailingLineFeeds)
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func withoutTrailingLineFeeds(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, last.isNewline { text = text.dropLast() }
        return String(text)
    }
}
