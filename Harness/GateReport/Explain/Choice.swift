import GateKit

/// Which results decided a cell, and its verdict in one sentence.
struct Choice {
    private(set) var verdict: Verdict
    private(set) var sentence: String
    /// The results that decided, each with its attempt.
    private(set) var results: [(AttemptOfCell, CheckResult)] = []

    /// Chooses for a gate, or for one check of it.
    init(_ evidence: CellEvidence, check: String?, headline: String?) {
        if let check {
            results = Self.results(evidence) { $0.check.id == check }
            verdict = Verdict.worst(results.map(\.1.verdict))
            sentence = Self.sentence(results, verdict)
            // Replicates that say the same say it once.
            results = Array(results.filter { $0.1.verdict == verdict }.prefix(Self.most))
            return
        }
        verdict = evidence.result?.verdict ?? .pending
        sentence =
            evidence.result.map {
                // The reason of some begins with the very word.
                $0.sentence.hasPrefix("\($0.shown):")
                    ? $0.sentence : "\($0.shown): \($0.sentence)"
            }
            ?? "PENDING: run \(evidence.run.id) has no result, it is \(evidence.run.state.rawValue)"
        let red = Self.results(evidence) {
            $0.verdict == .noGo && $0.check.tier.decides
        }
        let open = Self.results(evidence) {
            $0.verdict == .inconclusive && $0.check.tier.decides
        }
        let all = red.isEmpty ? open : red
        guard all.isEmpty else {
            results = Array(all.prefix(Self.most))
            return
        }
        results = Self.closest(evidence, headline)
    }

    /// How many results one answer shows.
    private static let most = 6

    private static func results(
        _ evidence: CellEvidence, where holds: (CheckResult) -> Bool
    ) -> [(AttemptOfCell, CheckResult)] {
        evidence.attempts.flatMap { attempt in
            (attempt.judgement?.checks ?? []).filter(holds).map { (attempt, $0) }
        }
    }

    /// Of what holds: the figure of the matrix, and the check that came nearest to its threshold.
    private static func closest(
        _ evidence: CellEvidence, _ headline: String?
    ) -> [(AttemptOfCell, CheckResult)] {
        let deciding = results(evidence) { $0.check.tier.decides }
        let byMargin = deciding.filter { $0.1.margin != nil }
            .sorted { ($0.1.margin ?? 0) < ($1.1.margin ?? 0) }
        // A count has no margin; of several replicates the one nearest to the threshold speaks.
        let shown = (byMargin + deciding).first { $0.1.check.id == headline }
        let nearest = byMargin.first { $0.1.check.id != headline }
        return [shown, nearest].compactMap(\.self)
    }

    private static func sentence(
        _ results: [(AttemptOfCell, CheckResult)], _ verdict: Verdict
    ) -> String {
        guard let (_, worst) = results.first(where: { $0.1.verdict == verdict }) else {
            return "PENDING: no attempt was judged"
        }
        let check = worst.check
        let figure =
            worst.value.map { "\(check.statistic.name) \(check.figure($0))" } ?? "no figure"
        let attempts =
            results.count > 1
            ? " in \(results.count { $0.1.verdict == verdict }) of \(results.count) attempts" : ""
        return "\(verdict.rawValue)\(attempts): \(check.question), \(figure) "
            + "\(check.comparison.rawValue) \(check.limit), \(worst.reason.sentence)"
    }
}
