import Testing

@testable import GateKit

/// Verdicts by the third edition: what is excused, by how much, and what never is.
@Suite("Bounded excuses")
struct BoundedExcuseTests {
    private static let ms: UInt64 = 1_000_000

    /// Ten seconds of two processors, half idle; the hypervisor takes so much of one window.
    private static func windows(steal: UInt64 = 0, at noisy: Set<Int> = [40]) -> [HostWindow] {
        (0..<100).map { index in
            HostWindow(
                start: UInt64(index) * 100 * ms, end: UInt64(index + 1) * 100 * ms,
                own: 100 * ms, idle: 100 * ms - (noisy.contains(index) ? steal : 0),
                steal: noisy.contains(index) ? steal : 0, processors: 2)
        }
    }

    private static func evidence(
        _ batches: [String: [TimedBatch]], _ windows: [HostWindow] = windows()
    ) -> AttemptEvidence {
        AttemptEvidence(
            series: batches.mapValues { SortedSamples($0.flatMap(\.values)) },
            ending: .exited(code: 0), reachedItsEnd: true, batches: batches, windows: windows)
    }

    /// Twenty trials of 200 ms each of which one, in the windows 40 and 41, took longer.
    private static func trials(slow: Double) -> [TimedBatch] {
        (0..<20).map { index in
            let start = UInt64(index) * 400 * ms + 10 * ms
            return TimedBatch(
                span: TimeSpan(start: start, end: start + 150 * ms),
                values: [index == 10 ? slow : 20e6])
        }
    }

    private static let limit = Rule(checks: [
        Check(
            "g4.detected", gate: .g4, "?", metric: "x", .maximum, unit: .nanoseconds, .below,
            100e6, tier: .contract)
    ])

    @Test(
        "A trial is set aside where it is over by no more than the host took of its own time",
        arguments: [(130e6, Verdict.go), (160e6, .noGo)])
    func bounded(slow: Double, verdict: Verdict) {
        let evidence = Self.evidence(
            ["x": Self.trials(slow: slow)], Self.windows(steal: 40 * Self.ms))
        let judgement = Self.limit.judge(evidence, gate: .g4)
        #expect(judgement.verdict == verdict)
        #expect(judgement.checks[0].excludedCount == (verdict == .go ? 1 : 0))
    }

    @Test("A violation elsewhere is no less a violation because the host was busy once")
    func elsewhere() {
        let evidence = Self.evidence(
            ["x": Self.trials(slow: 130e6)], Self.windows(steal: 90 * Self.ms, at: [7, 8, 9]))
        #expect(Self.limit.judge(evidence, gate: .g4).verdict == .noGo)
    }

    @Test("Above a tenth of the samples a check is undecided, by the host, and says by how much")
    func tooMany() throws {
        let all = Self.trials(slow: 130e6).map { batch in
            TimedBatch(span: batch.span, values: [130e6])
        }
        let evidence = Self.evidence(
            ["x": all], Self.windows(steal: 60 * Self.ms, at: Set(0..<100)))
        let judgement = Self.limit.judge(evidence, gate: .g4)
        #expect(judgement.verdict == .inconclusive)
        #expect(judgement.reason.cause == .host)
        #expect(judgement.reason.sentence.contains("20 of 20 samples are the host's, which took"))
    }

    @Test("A wait that ran out is the host's only where it took half of it")
    func waits() {
        for (steal, verdict) in [(UInt64(60), Verdict.inconclusive), (40, .noGo)] {
            var evidence = Self.evidence(
                ["x": Self.trials(slow: 20e6)],
                Self.windows(steal: steal * Self.ms, at: Set(0..<100)))
            evidence.violations = [
                Violation(.hang, "no end", span: TimeSpan(start: 0, end: 5_000 * Self.ms))
            ]
            #expect(Self.limit.judge(evidence, gate: .g4).verdict == verdict)
        }
    }

    @Test("What names no wait is never excused", arguments: Violation.Kind.allCases)
    func integrity(kind: Violation.Kind) {
        var evidence = Self.evidence(
            ["x": Self.trials(slow: 20e6)], Self.windows(steal: 95 * Self.ms, at: Set(0..<100)))
        evidence.violations = [Violation(kind, "exited with code 1 instead of 0")]
        #expect(Self.limit.judge(evidence, gate: .g4).verdict == .noGo)
    }

    @Test("A count of waits is excused by the wait, a count of wrong bytes never")
    func counts() {
        let windows = Self.windows(steal: 60 * Self.ms, at: Set(0..<100))
        let batches = (0..<20).map { index in
            TimedBatch(
                span: TimeSpan(
                    start: UInt64(index) * 100 * Self.ms, end: UInt64(index + 1) * 100 * Self.ms),
                values: [index == 3 ? 1 : 0])
        }
        for (nature, verdict) in [(Check.Nature.timing, Verdict.go), (.integrity, .noGo)] {
            let check = Check.none(
                "g5.left", gate: .g5, "?", metric: "left", tier: .contract, nature: nature)
            let judgement = Rule(checks: [check]).judge(
                Self.evidence(["left": batches], windows), gate: .g5)
            #expect(judgement.verdict == verdict)
        }
    }

    @Test("A percentile loses the samples of taken time whatever they say")
    func percentile() {
        let check = Check(
            "g1.p50", gate: .g1, "?", metric: "x", .percentile(0.5), unit: .nanoseconds, .below,
            1e6, tier: .contract)
        let batches = (0..<100).map { index in
            TimedBatch(
                span: TimeSpan(
                    start: UInt64(index) * 100 * Self.ms,
                    end: UInt64(index) * 100 * Self.ms + 50 * Self.ms),
                values: [Double](repeating: index < 5 ? 9e6 : 2e6, count: 10))
        }
        let judgement = Rule(checks: [check]).judge(
            Self.evidence(["x": batches], Self.windows(steal: 90 * Self.ms, at: Set(0..<5))),
            gate: .g1)
        #expect(judgement.checks[0].excludedCount == 50)
        #expect(judgement.verdict == .noGo)
    }

    @Test(
        "A floor that misses its limit leaves times undecided, by capacity, and counts as they are")
    func capacity() {
        let floor = Check(
            "g6.capacity-rate", gate: .g6, "?", metric: "floor", .minimum, unit: .perSecond,
            .atLeast, 57, tier: .capacity)
        let rate = Check(
            "g6.rate", gate: .g6, "?", metric: "rate", .minimum, unit: .perSecond, .atLeast, 57,
            tier: .contract)
        func verdict(floor value: Double, rate rated: Double, torn: Double) -> AttemptJudgement {
            func batch(_ value: Double) -> [TimedBatch] { [TimedBatch(span: nil, values: [value])] }
            let rule = Rule(checks: [
                floor, rate, .none("g6.torn", gate: .g6, "?", metric: "torn", tier: .contract),
            ])
            return rule.judge(
                Self.evidence(["floor": batch(value), "rate": batch(rated), "torn": batch(torn)]),
                gate: .g6)
        }
        #expect(verdict(floor: 60, rate: 50, torn: 0).verdict == .noGo)
        let incapable = verdict(floor: 54.1, rate: 50, torn: 0)
        #expect(incapable.verdict == .inconclusive)
        #expect(incapable.reason.cause == .capacity)
        #expect(incapable.reason.sentence.contains("capacity: 54.1 of 57.0 1/s"))
        #expect(verdict(floor: 54.1, rate: 59, torn: 0).verdict == .go)
        #expect(verdict(floor: 54.1, rate: 50, torn: 1).verdict == .noGo)
    }

    @Test("A floor that stalled once frees a maximum and no median")
    func rank() {
        func check(
            _ id: String, _ statistic: Statistic, _ metric: String, _ tier: Tier = .contract
        ) -> Check {
            Check(
                id, gate: .g1, "?", metric: metric, statistic, unit: .nanoseconds, .below, 1e6,
                tier: tier)
        }
        let rule = Rule(checks: [
            check("g1.capacity", .maximum, "floor", .capacity),
            check("g1.p50", .percentile(0.5), "x"), check("g1.max", .maximum, "x"),
        ])
        let slow = TimedBatch(span: nil, values: [Double](repeating: 2e6, count: 20))
        let floor = TimedBatch(span: nil, values: [9e6] + [Double](repeating: 1e3, count: 20))
        let judgement = rule.judge(
            Self.evidence(["x": [slow], "floor": [floor]]), gate: .g1)
        #expect(judgement.checks.map(\.verdict) == [.noGo, .noGo, .inconclusive])
        #expect(judgement.verdict == .noGo)
    }

    @Test("A milestone that was missed is undecided where the host took more than a tenth")
    func milestone() {
        var rule = Self.limit
        rule.milestones = [Milestone("g4.hit", gate: .g4, "?", metric: "hits", atLeast: 1)]
        for (steal, verdict) in [(UInt64(30), Verdict.inconclusive), (5, .noGo)] {
            let evidence = Self.evidence(
                ["x": Self.trials(slow: 20e6)],
                Self.windows(steal: steal * Self.ms, at: Set(0..<100)))
            #expect(rule.judge(evidence, gate: .g4).verdict == verdict)
        }
    }

    @Test("An attempt that had to be killed is a wait that ran out")
    func killed() {
        var evidence = Self.evidence(
            ["x": Self.trials(slow: 20e6)], Self.windows(steal: 60 * Self.ms, at: Set(0..<100)))
        evidence.ending = .killedByHarness(step: "KILL")
        evidence.reachedItsEnd = false
        #expect(Self.limit.judge(evidence, gate: .g4).verdict == .inconclusive)
        evidence.windows = Self.windows()
        #expect(Self.limit.judge(evidence, gate: .g4).verdict == .noGo)
    }
}
