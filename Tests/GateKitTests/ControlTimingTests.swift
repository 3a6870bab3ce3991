import GateKit
import Testing

/// What a time or a rate that is violated beside a control's own check makes of it.
@Suite("Times beside a control")
struct ControlTimingTests {
    private static let control = Control("torn-present", gate: .g6, violates: "g6.torn")

    private static func check(
        _ name: String, _ statistic: Statistic, _ unit: MeasurementUnit, _ comparison: Comparison,
        _ threshold: Double
    ) -> Check {
        Check(
            "g6.\(name)", gate: .g6, "?", metric: name, statistic, unit: unit, comparison,
            threshold, tier: .contract)
    }

    /// Asks for tears, an age of at most 100 ns, a rate off by at most 3, and patience of 3 ns.
    private static func judge(
        torn: [Double], age: Double = 1, rate: Double = 0, patience: Double = 9,
        _ edition: Rule.Edition
    ) -> ControlResult {
        let rule = Rule(
            checks: [
                .none("g6.torn", gate: .g6, "?", metric: "torn", tier: .contract),
                check("age", .maximum, .nanoseconds, .atMost, 100),
                check("rate", .maximum, .perSecond, .atMost, 3),
                check("patient", .minimum, .nanoseconds, .atLeast, 3),
            ], milestones: [control.announcement], edition: edition)
        let evidence = AttemptEvidence(
            series: [
                "torn": SortedSamples(torn), "age": SortedSamples([age]),
                "rate": SortedSamples([rate]), "patient": SortedSamples([patience]),
                Control.announcementMetric: SortedSamples([1]),
            ], ending: .exited(code: 0), reachedItsEnd: true)
        return control.judge(rule.judge(evidence, gate: .g6), edition: edition)
    }

    @Test("An age and a rate that are violated besides are named, and the sabotage is caught")
    func caught() {
        let result = Self.judge(torn: [1], age: 104, rate: 9, .second)
        #expect(result.caught)
        #expect(
            result.observed.sentence
                == "g6.torn; also slow: g6.age (1 of 1 samples violate it), "
                + "g6.rate (1 of 1 samples violate it)")
    }

    @Test("By the first edition a second violation blinds, whatever it is")
    func blind() {
        let result = Self.judge(torn: [1], age: 104, .first)
        #expect(result.verdict == .blind)
        #expect(result.observed.sentence == "also violated: g6.age")
    }

    @Test(
        "An answer that comes too early is no slowness and blinds", arguments: Rule.Edition.allCases
    )
    func early(edition: Rule.Edition) {
        #expect(Self.judge(torn: [1], patience: 2, edition).verdict == .blind)
    }

    @Test(
        "A sabotage that stayed unseen blinds, however slow it was besides",
        arguments: Rule.Edition.allCases)
    func unseen(edition: Rule.Edition) {
        let result = Self.judge(torn: [0], age: 104, edition)
        #expect(result.verdict == .blind)
        #expect(result.observed.sentence.contains("g6.age"))
    }

    @Test(
        "A check without samples has not held: beside a violated time the control is undecided",
        arguments: [(Rule.Edition.first, Verdict.blind), (.second, .inconclusive)])
    func undecided(edition: Rule.Edition, verdict: Verdict) {
        #expect(Self.judge(torn: [], age: 104, edition).verdict == verdict)
    }

    @Test(
        "Beside something wrong even an undecided check blinds", arguments: Rule.Edition.allCases)
    func wrongAndUndecided(edition: Rule.Edition) {
        #expect(Self.judge(torn: [], patience: 2, edition).verdict == .blind)
    }
}
