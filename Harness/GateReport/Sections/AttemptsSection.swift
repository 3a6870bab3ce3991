import GateKit

/// The processes that the verdicts come from, with what repeats them.
struct AttemptsSection {
    let attempts: [AttemptReport]

    var markdown: String {
        var table = MarkdownTable([
            ("Attempt", .right), ("Procedure", .left), ("Replicate", .right), ("Seed", .left),
            ("Started", .left), ("Took", .right), ("Ending", .left), ("Verdicts", .left),
        ])
        for report in attempts {
            let attempt = report.attempt
            table.add([
                String(attempt.id), attempt.plan.procedure, String(attempt.plan.replicate + 1),
                String(attempt.plan.seed), DateFormat.utc(attempt.startedAt),
                took(attempt), attempt.ending.map(text) ?? "still running",
                report.judgements.map { "\($0.gate.rawValue) \($0.verdict.rawValue)" }
                    .joined(separator: ", "),
            ])
        }
        return table.isEmpty ? "" : "## Attempts\n\n" + table.markdown
    }

    private func took(_ attempt: AttemptRecord) -> String {
        guard let finishedAt = attempt.finishedAt else { return "" }
        return NumberFormat.time(Double(finishedAt - attempt.startedAt) * 1e6)
    }

    private func text(_ ending: AttemptEnding) -> String {
        switch ending {
        case .exited(let code): "exited \(code)"
        case .signalled(let number, let coreDumped):
            "signal \(number)" + (coreDumped ? ", core dumped" : "")
        case .killedByHarness(let step): "killed by the harness (\(step))"
        case .interrupted: "interrupted"
        }
    }
}
