import GateKit

/// Everything that the run found out about one gate.
struct GatePage {
    private let declaration: GateDeclaration
    private let report: RunReport

    /// Returns the page of a gate.
    static func blocks(_ declaration: GateDeclaration, _ report: RunReport) -> [Block] {
        let page = GatePage(declaration: declaration, report: report)
        let id = declaration.id
        return [
            .heading(level: 2, "\(id.rawValue) · \(id.title)"),
            .paragraph([.text(declaration.question)]), page.outcome,
        ] + page.sensitivity + page.violations
            + SecondFigures.torn(id, report.attempts)
            + FigurePages.figures(id, report.attempts, on: report.run.platform)
            + SecondFigures.rates(id, report.attempts)
            + SecondFigures.held(id, report.attempts)
            + TrialFigures.waterfall(id, report.attempts)
            + TrialFigures.provoked(id, report.attempts)
            + HistoryFigures.sparklines(id, report.histories)
            + Details.block(
                "Checks and milestones of \(id.rawValue)",
                page.checks.block + page.milestones.block)
    }

    private var judgements: [AttemptJudgement] {
        report.attempts.flatMap(\.judgements).filter { $0.gate == declaration.id }
    }

    private var outcome: Block {
        guard let result = report.results.first(where: { $0.gate == declaration.id }) else {
            return .paragraph(
                declaration.pendingReason.map(Self.pending) ?? [.text("Not in this run.")])
        }
        guard result.verdict != .pending else { return .paragraph(Self.pending(result.sentence)) }
        return .paragraph([
            .strong(result.shown),
            .text(
                "\(result.provisional ? " provisional" : ""): \(result.sentence). "
                    + (report.run.platform.isEmulated
                        ? "Emulated. "
                        : "By the contract checks alone: \(result.contractVerdict.rawValue). ")
                    + "Controls caught: \(result.controlsCaught) of \(result.controlsTried)."
                    + Self.rotation(result)),
        ])
    }

    private static func rotation(_ result: GateResult) -> String {
        guard let known = result.controlsKnown, known > result.controlsTried else { return "" }
        return " The gate has \(known): a smoke run makes a few of the long ones, by its seed."
    }

    private static func pending(_ reason: String) -> [Span] {
        [.strong(Verdict.pending.rawValue), .text(": \(reason).")]
    }

    /// What the gate would have caught, where that was looked for.
    private var sensitivity: [Block] {
        guard let found = report.sensitivities.first(where: { $0.gate == declaration.id }) else {
            return []
        }
        let power = NumberFormat.count(Int(found.provenPower * 100))
        let slowdown = NumberFormat.figure(Double(found.slowdown), .nanoseconds)
        return [
            .paragraph([
                .text("Would have caught +\(slowdown) ("), .code(found.control), .text(", by "),
                .code(found.check),
                .text(
                    "): \(found.rejected) of \(found.tried) attempts with it were rejected, "
                        + "a power above \(power) % at 95 % confidence."),
            ])
        ]
    }

    private var checks: Table {
        var table = Table(
            [
                .left("Check"), .left("Question"), .left("Figure"), .right("Value"),
                .right("Threshold"), .right("Margin"), .right("Bound"), .right("Samples"),
                .left("Tier"), .left("Verdict"), .left("Reason"), .left("Worst of"),
            ], addressColumn: 0)
        for worst in WorstCheck.all(declaration.id, in: report.attempts) {
            let result = worst.result
            let check = result.check
            table.rows.append([
                .code(check.id), .text(check.question),
                .text("\(check.statistic.name) of \(check.metric)"),
                result.value.map { .figure($0, check.unit) } ?? .text("none"),
                .threshold(check.comparison, check.threshold, check.unit), .margin(result.margin),
                .figure(result.bound, check.unit), .count(result.sampleCount),
                .text(check.tier.rawValue), .verdict(result.verdict, result.verdict.rawValue),
                .text(result.reason.sentence),
                .text(
                    worst.replicates == 1
                        ? "1" : "\(worst.replicates) (replicate \(worst.ordinal))"),
            ])
        }
        return table
    }

    private var milestones: Table {
        var table = Table([
            .left("Milestone"), .left("What happened"), .right("Fewest in a replicate"),
            .right("At least"), .left("Fired"),
        ])
        let all = judgements.flatMap(\.milestones)
        var seen: Set<String> = []
        for result in all where seen.insert(result.milestone.id).inserted {
            let same = all.filter { $0.milestone.id == result.milestone.id }
            table.rows.append([
                .code(result.milestone.id), .text(result.milestone.title),
                .count(same.map(\.reached).min() ?? 0), .count(result.milestone.atLeast),
                same.allSatisfy(\.fired) ? .text("yes") : .spans([.strong("no")]),
            ])
        }
        return table
    }

    private var violations: [Block] {
        let lines = judgements.flatMap(\.violations).map { violation -> [Span] in
            [.strong(violation.kind.rawValue), .text(": \(violation.text)")]
        }
        guard !lines.isEmpty else { return [] }
        return [.paragraph([.text("Violations:")]), .list(lines, numbered: false)]
    }
}

/// A check of a run, shown by its worst replicate.
struct WorstCheck {
    let result: CheckResult
    /// The replicate that the result comes from, counted from 1.
    let ordinal: Int
    /// How many replicates answered the check.
    let replicates: Int

    /// Returns the gate's checks in the order in which its rule asks them.
    static func all(_ gate: GateID, in attempts: [AttemptReport]) -> [WorstCheck] {
        var order: [String] = []
        var results: [String: [(result: CheckResult, ordinal: Int)]] = [:]
        for attempt in attempts {
            for judgement in attempt.judgements where judgement.gate == gate {
                for result in judgement.checks {
                    if results[result.check.id] == nil { order.append(result.check.id) }
                    results[result.check.id, default: []]
                        .append((result, attempt.attempt.plan.ordinal))
                }
            }
        }
        return order.compactMap { id in
            guard let all = results[id], var worst = all.first else { return nil }
            for other in all.dropFirst() where isWorse(other.result, than: worst.result) {
                worst = other
            }
            return WorstCheck(
                result: worst.result, ordinal: worst.ordinal, replicates: all.count)
        }
    }

    /// Whether the first result is worse: by verdict, then without a figure, then by the figure.
    private static func isWorse(_ first: CheckResult, than second: CheckResult) -> Bool {
        guard first.verdict.severity == second.verdict.severity else {
            return first.verdict.severity > second.verdict.severity
        }
        guard let left = first.value, let right = second.value else {
            return first.value == nil && second.value != nil
        }
        guard first.check.comparison != .equal else {
            return abs(left - first.check.threshold) > abs(right - second.check.threshold)
        }
        return first.check.comparison.smallerIsBetter ? left > right : left < right
    }
}
