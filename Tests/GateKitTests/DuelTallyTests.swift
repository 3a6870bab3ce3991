import GateKit
import Testing

@Suite("Tally of a duel")
struct DuelTallyTests {
    private static let median = Check(
        "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5), unit: .nanoseconds, .below,
        1_000_000, tier: .contract)
    private static let floor = Check(
        "g1.capacity", gate: .g1, "floor", metric: "floor", .percentile(0.5), unit: .nanoseconds,
        .below, 1_000_000, tier: .capacity)
    private static let lost = Check.none(
        "g1.lost", gate: .g1, "lost", metric: "lost", tier: .contract)

    private func judgement(_ value: Double?) -> AttemptJudgement {
        AttemptJudgement(
            gate: .g1, verdict: .go, contractVerdict: .go, reason: .everyCheckHolds,
            checks: [Self.median, Self.floor, Self.lost].map {
                CheckResult(
                    check: $0, value: value, sampleCount: 9, verdict: .go, reason: .boundHolds)
            }, milestones: [], violations: [])
    }

    private func tally(_ factor: Double, rounds: Int = 6) -> DuelTally {
        var tally = DuelTally()
        for round in 1...rounds {
            let drift = 1_000 + Double(round * 100)
            for side in [DuelSide.a, .b, .b, .a] {
                tally.add(
                    [judgement(side == .a ? drift : drift * factor)], of: side, round: round)
            }
        }
        return tally
    }

    @Test("only what the subject took is compared, two pairs a round")
    func compared() {
        let results = tally(1.05).results
        #expect(results.map(\.check) == ["g1.p50"])
        #expect(results.first?.difference.pairs == 12)
        #expect(results.first?.isWorse == true)
        #expect(abs((results.first?.difference.factor ?? 0) - 1.05) < 1e-9)
    }

    @Test("a faster side is shown and not worse; the same side is neither", arguments: [0.9, 1.0])
    func notWorse(factor: Double) {
        let result = tally(factor).results.first
        #expect(result?.isWorse == false)
        #expect(result?.difference.isShown == (factor < 1))
    }

    @Test("attempts without a figure, and figures that are none, say nothing")
    func missing() {
        var tally = DuelTally()
        for value in [nil, 0, -5, Double.nan, .infinity] {
            tally.add([judgement(value)], of: .a, round: 1)
            tally.add([judgement(value)], of: .b, round: 1)
        }
        #expect(tally.results.isEmpty)
        tally.add([judgement(7)], of: .a, round: 1)
        #expect(tally.results.isEmpty)
    }
}
