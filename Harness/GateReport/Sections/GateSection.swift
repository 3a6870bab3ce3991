import GateKit

/// Everything that the run found out about one gate.
struct GateSection {
    let declaration: GateDeclaration
    let report: RunReport

    var markdown: String {
        let id = declaration.id
        let parts = [
            "## \(id.rawValue) · \(id.title)", declaration.question, outcome, sensitivity, checks,
            milestones,
            violations,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var result: GateResult? {
        report.results.first { $0.gate == declaration.id }
    }

    private var judgements: [AttemptJudgement] {
        report.attempts.flatMap(\.judgements).filter { $0.gate == declaration.id }
    }

    private var outcome: String {
        guard let result else {
            return declaration.pendingReason.map { "**PENDING**: \($0)." } ?? "Not in this run."
        }
        let reason = MarkdownTable.escaped(result.reason)
        guard result.verdict != .pending else { return "**PENDING**: \(reason)." }
        let provisional = result.provisional ? " provisional" : ""
        return "**\(result.shown)**\(provisional): \(reason). "
            + "By the contract checks alone: \(result.contractVerdict.rawValue). "
            + "Controls caught: \(result.controlsCaught) of \(result.controlsTried)."
    }

    /// What the gate would have caught, where that was looked for.
    private var sensitivity: String {
        guard let found = report.sensitivities.first(where: { $0.gate == declaration.id }) else {
            return ""
        }
        let power = NumberFormat.count(Int(found.provenPower * 100))
        return "Would have caught +\(NumberFormat.figure(Double(found.slowdown), .nanoseconds)) "
            + "(`\(found.control)`, by `\(found.check)`): \(found.rejected) of \(found.tried) attempts "
            + "with it were rejected, a power above \(power) % at 95 % confidence."
    }

    private var checks: String {
        var table = MarkdownTable([
            ("Check", .left), ("Question", .left), ("Figure", .left), ("Value", .right),
            ("Threshold", .right), ("Margin", .right), ("Bound", .right), ("Samples", .right),
            ("Tier", .left), ("Verdict", .left), ("Reason", .left), ("Worst of", .left),
        ])
        for worst in WorstCheck.all(declaration.id, in: report.attempts) {
            let result = worst.result
            let check = result.check
            table.add([
                "`\(check.id)`", check.question, "\(check.statistic.name) of \(check.metric)",
                result.value.map { NumberFormat.figure($0, check.unit) } ?? "none",
                check.comparison.rawValue + " "
                    + NumberFormat.figure(check.threshold, check.unit, exact: true),
                NumberFormat.margin(result.margin),
                result.bound.map { NumberFormat.figure($0, check.unit) } ?? "",
                NumberFormat.count(result.sampleCount), check.tier.rawValue,
                "**\(result.verdict.rawValue)**", result.reason,
                worst.replicates == 1
                    ? "1" : "\(worst.replicates) (replicate \(worst.replicate + 1))",
            ])
        }
        return table.isEmpty ? "" : table.markdown
    }

    private var milestones: String {
        var table = MarkdownTable([
            ("Milestone", .left), ("What happened", .left), ("Fewest in a replicate", .right),
            ("At least", .right), ("Fired", .left),
        ])
        let all = judgements.flatMap(\.milestones)
        var seen: Set<String> = []
        for result in all where seen.insert(result.milestone.id).inserted {
            let same = all.filter { $0.milestone.id == result.milestone.id }
            let fewest = same.map(\.reached).min() ?? 0
            table.add([
                "`\(result.milestone.id)`", result.milestone.title, NumberFormat.count(fewest),
                NumberFormat.count(result.milestone.atLeast),
                same.allSatisfy(\.fired) ? "yes" : "**no**",
            ])
        }
        return table.isEmpty ? "" : table.markdown
    }

    private var violations: String {
        let lines = judgements.flatMap(\.violations).map { violation in
            "* **\(violation.kind.rawValue)**: \(MarkdownTable.escaped(violation.text))"
        }
        return lines.isEmpty ? "" : "Violations:\n\n" + lines.joined(separator: "\n")
    }
}
