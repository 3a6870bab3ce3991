import GateKit

/// The distribution of every measured series that is more than counting.
struct SeriesSection {
    let report: RunReport

    var markdown: String {
        var table = MarkdownTable([
            ("Series", .left), ("Procedure", .left), ("Replicate", .right), ("Samples", .right),
            ("min", .right), ("p50", .right), ("p95", .right), ("p99", .right), ("p99.9", .right),
            ("max", .right), ("mean", .right), ("stddev", .right),
        ])
        for row in rows {
            let unit = row.series.unit
            let summary = row.series.summary
            let figures = [
                summary.minimum, summary.p50, summary.p95, summary.p99, summary.p999,
                summary.maximum, summary.mean, summary.standardDeviation,
            ]
            table.add(
                [
                    "`\(row.series.metric)`", row.plan.procedure, String(row.plan.replicate + 1),
                    NumberFormat.count(summary.count),
                ] + figures.map { NumberFormat.figure($0, unit) })
        }
        guard !table.isEmpty else { return "" }
        return "## Series\n\nWarm-up left out; outliers kept.\n\n" + table.markdown
    }

    /// The series by procedure and name, replicates of one series together.
    private var rows: [(plan: AttemptPlan, series: SeriesSummary)] {
        report.attempts.flatMap { attempt in
            attempt.series.filter { $0.unit != .count }.map { (attempt.attempt.plan, $0) }
        }.enumerated().sorted { left, right in
            let first = left.element
            let second = right.element
            return (first.0.procedure, first.1.metric, first.0.replicate, left.offset)
                < (second.0.procedure, second.1.metric, second.0.replicate, right.offset)
        }.map { ($0.element.0, $0.element.1) }
    }
}
