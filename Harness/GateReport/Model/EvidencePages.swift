import GateKit

/// What the verdicts of a run rest on: distributions, sabotages, processes, provenance.
enum EvidencePages {
    /// Returns the distribution of every measured series that is more than counting.
    static func series(_ report: RunReport) -> [Block] {
        var table = Table([
            .left("Series"), .left("Procedure"), .right("Replicate"), .right("Samples"),
            .right("min"), .right("p50"), .right("p95"), .right("p99"), .right("p99.9"),
            .right("max"), .right("mean"), .right("stddev"),
        ])
        for row in seriesRows(report) {
            let summary = row.series.summary
            let figures = [
                summary.minimum, summary.p50, summary.p95, summary.p99, summary.p999,
                summary.maximum, summary.mean, summary.standardDeviation,
            ]
            table.rows.append(
                [
                    .code(row.series.metric), .text(row.plan.procedure),
                    .text(String(row.plan.ordinal)), .count(summary.count),
                ] + figures.map { .figure($0, row.series.unit) })
        }
        guard !table.rows.isEmpty else { return [] }
        return [
            .heading(level: 2, "Series"),
            .paragraph([.text("Warm-up left out; outliers kept.")]),
        ] + Details.block("Every series with a unit", [.table(table)])
    }

    /// Returns the series by procedure and name, replicates of one series together.
    private static func seriesRows(
        _ report: RunReport
    ) -> [(plan: AttemptPlan, series: SeriesSummary)] {
        report.attempts.flatMap { attempt in
            attempt.series.filter { $0.unit != .count }.map { (attempt.attempt.plan, $0) }
        }.enumerated().sorted { left, right in
            let first = left.element
            let second = right.element
            return (first.0.procedure, first.1.metric, first.0.replicate, left.offset)
                < (second.0.procedure, second.1.metric, second.0.replicate, right.offset)
        }.map { ($0.element.0, $0.element.1) }
    }

    /// Returns how many of the sabotages that were tried were noticed.
    static func controlSummary(_ report: RunReport) -> [Block] {
        let caught = report.controls.count(where: \.caught)
        let sentence =
            report.controls.isEmpty
            ? "No control was tried in this run: no GO of it is proven."
            : "\(caught) of \(report.controls.count) sabotages were caught for their own reason."
                + (report.coverage.map { " " + $0.sentence } ?? "")
        return [.heading(level: 2, "Controls"), .paragraph([.text(sentence)])]
    }

    /// Returns the sabotages that were tried and what noticed them.
    static func controls(_ report: RunReport) -> [Block] {
        let controls = report.controls
        guard !controls.isEmpty else { return controlSummary(report) }
        let rows = controls.map { result -> [Cell] in
            [
                .text(result.control.gate.rawValue), .code(result.control.sabotage),
                .text(result.control.subject.rawValue), .text(result.control.expectedCheck),
                .text(result.observed.sentence),
                result.caught ? .text("yes") : .verdict(result.verdict, result.verdict.rawValue),
            ]
        }
        return controlSummary(report) + FigurePages.controls(controls)
            + Details.block(
                "Every control",
                [
                    .table(
                        Table(
                            [
                                .left("Gate"), .left("Sabotage"), .left("Of"), .left("Expected"),
                                .left("Observed"), .left("Caught"),
                            ], rows: rows))
                ])
    }

    /// Returns the processes that the verdicts come from, with what repeats them.
    static func attempts(_ report: RunReport) -> [Block] {
        let rows = report.attempts.map { made -> [Cell] in
            let attempt = made.attempt
            let verdicts = made.judgements.map { "\($0.gate.rawValue) \($0.verdict.rawValue)" }
            return [
                .text(String(attempt.id)), .text(attempt.plan.procedure),
                .text(String(attempt.plan.ordinal)), .text(String(attempt.plan.seed)),
                .moment(attempt.startedAt),
                attempt.finishedAt.map {
                    // Of two numbers that a store may hold anything in.
                    .figure((Double($0) - Double(attempt.startedAt)) * 1e6, .nanoseconds)
                } ?? .empty,
                .text(attempt.ending.map(words) ?? "still running"),
                .text(verdicts.joined(separator: ", ")),
            ]
        }
        guard !rows.isEmpty else { return [] }
        return [
            .heading(level: 2, "Attempts")
        ]
            + Details.block(
                "The \(rows.count) attempts that were judged",
                [
                    .table(
                        Table(
                            [
                                .right("Attempt"), .left("Procedure"), .right("Replicate"),
                                .left("Seed"), .left("Started"), .right("Took"), .left("Ending"),
                                .left("Verdicts"),
                            ], rows: rows))
                ])
    }

    /// Returns the files that were kept of the attempts: what a red cell can be looked at in.
    static func artefacts(_ report: RunReport) -> [Block] {
        let rows = report.attempts.flatMap { made -> [[Cell]] in
            made.artefacts.map { file in
                [
                    .text(String(made.attempt.id)), .text(made.attempt.plan.procedure),
                    .text(file.name), .code(file.path),
                ]
            }
        }
        let table = Table(
            [.right("Attempt"), .left("Procedure"), .left("What"), .left("File")], rows: rows)
        return Details.block("The \(rows.count) files that were kept", table.block)
    }

    private static func words(_ ending: AttemptEnding) -> String {
        switch ending {
        case .exited(let code): "exited \(code)"
        case .signalled(let number, let coreDumped):
            "signal \(number)" + (coreDumped ? ", core dumped" : "")
        case .killedByHarness(let step): "killed by the harness (\(step))"
        case .interrupted: "interrupted"
        }
    }

    /// Returns what the figures were measured on, and how each attempt was made.
    static func provenance(_ report: RunReport) -> [Block] {
        let facts = Table(
            [.left("Fact"), .left("Value")],
            rows: report.run.provenance.map { [.text($0.key), .text($0.value)] })
        return [
            .heading(level: 2, "Provenance"),
            facts.block.first ?? .paragraph([.text("Nothing was recorded.")]),
        ] + attemptFacts(report).block
    }

    /// Returns the facts of attempts; attempts that share a fact share its row.
    private static func attemptFacts(_ report: RunReport) -> Table {
        var order: [Fact] = []
        var ids: [Fact: [Int64]] = [:]
        for attempt in report.attempts.map(\.attempt) {
            for fact in attempt.facts {
                if ids[fact] == nil { order.append(fact) }
                ids[fact, default: []].append(attempt.id)
            }
        }
        return Table(
            [.left("Fact"), .left("Value"), .left("Attempts")],
            rows: order.map { fact in
                let attempts = (ids[fact] ?? []).map(String.init).joined(separator: ", ")
                return [.text(fact.key), .text(fact.value), .text(attempts)]
            })
    }
}
