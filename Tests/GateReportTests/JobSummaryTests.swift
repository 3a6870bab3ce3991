import GateKit
import Testing

@testable import GateReport

/// What a CI job shows of a run.
@Suite struct JobSummaryTests {
    @Test(
        "The first line is what came out",
        arguments: [
            (GoldenReport.typical, "## PARTIAL: weld-gates on Linux (dev)"),
            (.troubled, "## NO-GO: weld-gates on Linux (dev)"),
        ])
    func first(golden: GoldenReport, line: String) {
        #expect(JobSummary.render(golden.report).hasPrefix(line + "\n"))
    }

    @Test("It is shorter than a job's page may be, whatever a run holds")
    func limit() {
        var report = GoldenReport.troubled.report
        let long = String(repeating: "long ", count: 400_000)
        report.run.provenance.append(Fact("host", long))
        report.run.provenance.removeFirst()
        let text = JobSummary.render(report)
        #expect(text.utf8.count < JobSummary.limit)
        #expect(text.contains("NO-GO"))
    }
}
