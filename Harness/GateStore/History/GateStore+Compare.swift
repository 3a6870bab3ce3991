import GRDB
public import GateKit

extension GateStore {
    /// Compares two runs check by check, with bounds of the figures that have some.
    ///
    /// - Throws: `notComparable` where they ran on different systems, kinds of host, builds or
    ///   lengths, or were judged by different rules, with what differs and what to do.
    public func compare(_ first: Int64, _ second: Int64) throws(StoreError) -> RunComparison {
        let runs = (before: try run(first), after: try run(second))
        let attempts = (
            before: try realAttempts(of: first), after: try realAttempts(of: second)
        )
        try requireComparable(runs.before, runs.after)
        let before = try figures(of: attempts.before)
        let after = try figures(of: attempts.after)
        var checks: [CheckMovement] = []
        var unmatched: [String] = []
        var changed: [String] = []
        for figure in before {
            guard let other = after.first(where: { $0.check.id == figure.check.id }) else {
                unmatched.append(figure.check.id)
                continue
            }
            guard other.check.isSameQuestion(as: figure.check), other.edition == figure.edition
            else {
                changed.append(figure.check.id)
                continue
            }
            guard let old = figure.value, let new = other.value else {
                unmatched.append(figure.check.id)
                continue
            }
            checks.append(
                CheckMovement(
                    figure.check, before: old, after: new, verdictBefore: figure.verdict,
                    verdictAfter: other.verdict))
        }
        unmatched += after.map(\.check.id).filter { id in !before.contains { $0.check.id == id } }
        guard changed.isEmpty else {
            throw notComparable(
                first, second, "\(changed.joined(separator: ", ")) were judged by other rules",
                "run the older commit again with this weld-gates")
        }
        return RunComparison(
            before: first, after: second, checks: checks, unmatched: unmatched,
            hostBefore: try hostShare(of: attempts.before),
            hostAfter: try hostShare(of: attempts.after))
    }

    /// Returns the part of the attempts' time that the host took; nil where nobody watched it.
    private func hostShare(of attempts: [AttemptRecord]) throws(StoreError) -> Double? {
        var losses: [HostLoss] = []
        for attempt in attempts {
            if let loss = try judgements(attempt).first?.hostLoss { losses.append(loss) }
        }
        let sum = losses.reduce(HostLoss(taken: 0, watched: 0)) {
            HostLoss(taken: $0.taken + $1.taken, watched: $0.watched + $1.watched)
        }
        // Of numbers that a store may hold anything in.
        return losses.isEmpty || !sum.share.isFinite ? nil : min(1, max(0, sum.share))
    }

    private func realAttempts(of run: Int64) throws(StoreError) -> [AttemptRecord] {
        let attempts = try attempts(run: run).filter { !$0.plan.isControl }
        guard !attempts.isEmpty else {
            throw StoreError(
                .notComparable, path: path,
                "run \(run) of '\(path)' has no attempt to compare; name one that ran gates")
        }
        return attempts
    }

    private func requireComparable(_ one: RunRecord, _ other: RunRecord) throws(StoreError) {
        func word(_ run: RunRecord) -> [(String, String)] {
            [
                ("platform", run.platform.rawValue), ("kind of host", run.hostClass),
                ("build configuration", run.fact(ProvenanceKey.configuration) ?? "unknown"),
                ("profile", run.profile.rawValue),
            ]
        }
        let different = zip(word(one), word(other)).filter { $0.1 != $1.1 }
        guard let first = different.first else { return }
        let what = different.map { "\($0.0) \($0.1) and \($1.1)" }.joined(separator: ", ")
        throw notComparable(
            one.id, other.id, what, "name runs of one \(first.0.0), or make one that is alike")
    }

    private func notComparable(
        _ one: Int64, _ other: Int64, _ what: String, _ next: String
    ) -> StoreError {
        StoreError(
            .notComparable, path: path,
            "runs \(one) and \(other) cannot be compared: \(what); \(next)")
    }

    // MARK: - Figures

    /// What a check came to in a run.
    private struct RunFigure {
        var check: Check
        var edition: Rule.Edition
        var value: BoundedValue?
        var verdict: Verdict
    }

    private func figures(of attempts: [AttemptRecord]) throws(StoreError) -> [RunFigure] {
        var figures: [RunFigure] = []
        for attempt in attempts {
            let results = try judgements(attempt).flatMap(\.checks)
            for check in attempt.rule.checks {
                guard let result = results.first(where: { $0.check.id == check.id }) else {
                    continue
                }
                let value = result.value.map { BoundedValue($0) }
                guard let index = figures.firstIndex(where: { $0.check.id == check.id }) else {
                    figures.append(
                        RunFigure(
                            check: check, edition: attempt.rule.edition, value: value,
                            verdict: result.verdict))
                    continue
                }
                figures[index].verdict = .worst([figures[index].verdict, result.verdict])
                guard let value, let known = figures[index].value else { continue }
                let isWorse = check.comparison.smallerIsBetter == (value.value > known.value)
                if isWorse { figures[index].value = value }
            }
        }
        for index in figures.indices {
            let bounded = try bounded(figures[index].check, of: attempts)
            if let bounded { figures[index].value = bounded }
        }
        return figures
    }

    /// Returns the quantile that a check asks for, of all replicates together; nil for what has no
    /// bounds.
    private func bounded(
        _ check: Check, of attempts: [AttemptRecord]
    ) throws(StoreError) -> BoundedValue? {
        switch check.statistic {
        case .percentile(let p):
            return BoundedValue(try samples(of: check.metric, attempts), p: p)
        case .percentileRatio(let p, let floor):
            guard let value = BoundedValue(try samples(of: check.metric, attempts), p: p),
                let other = BoundedValue(try samples(of: floor, attempts), p: p), other.value > 0
            else { return nil }
            return value.over(other)
        case .maximum, .minimum, .sum, .count: return nil
        }
    }

    /// Returns the measured samples of a metric that were not set aside.
    private func samples(
        of metric: String, _ attempts: [AttemptRecord]
    ) throws(StoreError) -> SortedSamples {
        try read("read the samples") { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT sample.value FROM series JOIN sample ON sample.series_id = series.id
                    WHERE series.attempt_id = ? AND series.metric = ? AND series.warmup = 0
                        AND NOT coalesce((
                            SELECT sample_batch.excluded FROM sample_batch
                            WHERE sample_batch.series_id = series.id
                                AND sample_batch.first_index <= sample.sample_index
                                AND sample.sample_index
                                    < sample_batch.first_index + sample_batch.sample_count
                            ORDER BY sample_batch.first_index DESC LIMIT 1
                        ), 0)
                    """)
            return SortedSamples(
                try attempts.flatMap { attempt in
                    try Double.fetchAll(statement, arguments: [attempt.id, metric])
                })
        }
    }
}

extension Check {
    /// Whether another asks the same, by the same figure: its words may be others.
    fileprivate func isSameQuestion(as other: Check) -> Bool {
        var renamed = other
        renamed.question = question
        return renamed == self
    }
}
