import Testing

@testable import GateKit

@Suite("Interference of the host, by the first two editions")
struct InterferenceTests {
    private static let ms: UInt64 = 1_000_000

    /// Ten windows of 100 ms on two processors; the marked ones had a neighbour on every core.
    private static func windows(noisy: Set<Int>) -> [HostWindow] {
        (0..<10).map { index in
            let isNoisy = noisy.contains(index)
            return HostWindow(
                start: UInt64(index) * 100 * ms, end: UInt64(index + 1) * 100 * ms,
                foreign: isNoisy ? 150 * ms : 4 * ms, own: 50 * ms, idle: isNoisy ? 0 : 146 * ms)
        }
    }

    /// One batch of 100 samples in the middle of each window.
    private static func batches(_ value: (Int) -> Double) -> [TimedBatch] {
        (0..<10).map { index in
            let start = UInt64(index) * 100 * ms + 40 * ms
            return TimedBatch(
                span: TimeSpan(start: start, end: start + 20 * ms),
                values: Array(repeating: value(index), count: 100))
        }
    }

    private static func evidence(
        _ windows: [HostWindow], _ metrics: [String: [TimedBatch]]
    ) -> AttemptEvidence {
        AttemptEvidence(
            series: metrics.mapValues { SortedSamples($0.flatMap(\.values)) },
            ending: .exited(code: 0), reachedItsEnd: true, batches: metrics, windows: windows)
    }

    /// What attempts of the first two editions were judged by.
    private static let noise = InterferenceRule(maximumExcluded: 0.5)

    private static func rule(_ statistic: Statistic, _ threshold: Double, fewest: Int = 1) -> Rule {
        rule([
            Check(
                "g1.x", gate: .g1, "?", metric: "rtt", statistic,
                unit: statistic == .maximum || statistic == .percentile(0.5)
                    ? .nanoseconds : .ratio, .below, threshold, tier: .contract,
                fewestSamples: fewest)
        ])
    }

    private static func rule(_ checks: [Check]) -> Rule {
        Rule(checks: checks, noise: noise, edition: .second)
    }

    @Test("A neighbour that takes the processors contaminates its windows and the next ones")
    func foreign() {
        let contamination = InterferenceRule.standard.contamination(Self.windows(noisy: [4]))
        #expect(contamination.indices.filter { contamination[$0] != nil } == [3, 4, 5])
        #expect(contamination[4] == .foreign)
    }

    @Test("Neighbours do no harm while processors are idle")
    func spare() {
        let windows = (0..<3).map { index in
            HostWindow(
                start: UInt64(index) * 100 * Self.ms, end: UInt64(index + 1) * 100 * Self.ms,
                foreign: 300 * Self.ms, own: 100 * Self.ms, idle: 400 * Self.ms)
        }
        #expect(InterferenceRule.standard.contamination(windows) == [nil, nil, nil])
    }

    @Test("Time that the hypervisor took contaminates its window")
    func steal() {
        var windows = Self.windows(noisy: [])
        windows[0].steal = 10 * Self.ms
        #expect(InterferenceRule.standard.contamination(windows)[0] == .steal)
    }

    @Test("A late canary accuses the host only beyond what our own processes ran")
    func canary() {
        var windows = Self.windows(noisy: [])
        windows[2].wakeUpError = 51 * Self.ms
        windows[6].wakeUpError = 53 * Self.ms
        let contamination = InterferenceRule.standard.contamination(windows)
        #expect(contamination[2] == nil)
        #expect(contamination[6] == .wakeUp)
    }

    @Test("A neighbour accuses nobody where the subjects are in the real-time class")
    func realTime() {
        let rule = InterferenceRule(maximumExcluded: 0.5, subjectPriority: 10)
        #expect(rule.contamination(Self.windows(noisy: Set(0..<10))).allSatisfy { $0 == nil })
        let evidence = Self.evidence(
            Self.windows(noisy: Set(0..<10)), ["rtt": Self.batches { _ in 9_000 }])
        var judged = Self.rule(.maximum, 100)
        judged.noise = rule
        #expect(judged.judge(evidence, gate: .g1).verdict == .noGo)
    }

    @Test("Where the subjects are in the real-time class the canary of their priority decides")
    func subjectCanary() {
        var windows = Self.windows(noisy: [])
        windows[2].wakeUpError = 90 * Self.ms
        windows[2].subjectWakeUpError = 51 * Self.ms
        windows[6].subjectWakeUpError = 53 * Self.ms
        #expect(
            InterferenceRule.standard.contamination(windows).map { $0 == .wakeUp }
                == (0..<10).map { $0 == 2 })
        let rule = InterferenceRule(maximumExcluded: 0.5, subjectPriority: 10)
        #expect(rule.contamination(windows).map { $0 == .wakeUp } == (0..<10).map { $0 == 6 })
    }

    @Test(
        "In the real-time class a trial is excused by as much as its own canary was late",
        arguments: [(50.0, Verdict.go), (60.0, .noGo)])
    func subjectProportion(slow: Double, verdict: Verdict) {
        var windows = Self.windows(noisy: [4])
        windows[4].wakeUpError = 99 * Self.ms
        windows[4].subjectWakeUpError = 53 * Self.ms
        var rule = Self.rule(.maximum, 0.1)
        rule.noise = InterferenceRule(maximumExcluded: 0.5, subjectPriority: 10)
        let whole = TimeSpan(start: 405 * Self.ms, end: 495 * Self.ms)
        let slowOnes = TimedBatch(span: whole, values: [slow * Double(Self.ms)])
        let evidence = Self.evidence(
            windows, ["rtt": Self.batches { _ in 0 } + [slowOnes]])
        #expect(rule.judge(evidence, gate: .g1).verdict == verdict)
    }

    @Test(
        "Of a window that a sample only touches, the host took no more than both have in common",
        arguments: [(Rule.Edition.first, Verdict.go), (.second, .noGo)])
    func onlyTouched(edition: Rule.Edition, verdict: Verdict) {
        var windows = Self.windows(noisy: [4])
        windows[4].subjectWakeUpError = 53 * Self.ms
        var rule = Self.rule(.maximum, 0.1)
        rule.noise = InterferenceRule(maximumExcluded: 0.5, subjectPriority: 10)
        rule.edition = edition
        let touching = TimeSpan(start: 300 * Self.ms, end: 410 * Self.ms)
        let slow = TimedBatch(span: touching, values: [50 * Double(Self.ms)])
        let evidence = Self.evidence(windows, ["rtt": Self.batches { _ in 0 } + [slow]])
        #expect(rule.judge(evidence, gate: .g1).verdict == verdict)
    }

    @Test("A thread that is late because its processor was stolen lost that time once")
    func lostOnce() {
        let window = HostWindow(
            start: 0, end: 100 * Self.ms, wakeUpError: 30 * Self.ms, foreign: 20 * Self.ms,
            steal: 20 * Self.ms)
        #expect(InterferenceRule.standard.takenAtMost(in: window) == 70 * Self.ms)
        #expect(InterferenceRule.standard.takenOnceAtMost(in: window) == 40 * Self.ms)
    }

    @Test(
        "Samples that are slow only in contaminated windows never make a NO-GO",
        arguments: [Statistic.maximum, .percentile(0.5)])
    func excused(statistic: Statistic) throws {
        let evidence = Self.evidence(
            Self.windows(noisy: [4]), ["rtt": Self.batches { 3...5 ~= $0 ? 9_000 : 10 }])
        let result = try #require(
            Self.rule(statistic, 100, fewest: 1_000).judge(evidence, gate: .g1).checks.first)
        #expect(result.verdict == .go)
        #expect(result.sampleCount == (statistic == .maximum ? 700 : 1_000))
        #expect(result.excludedCount == (statistic == .maximum ? 300 : 0))
    }

    @Test("A subject that is slow in quiet windows is NO-GO, whatever the noise beside it")
    func caught() throws {
        let evidence = Self.evidence(
            Self.windows(noisy: [4]), ["rtt": Self.batches { $0 == 8 ? 9_000 : 10 }])
        let judgement = Self.rule(.maximum, 100).judge(evidence, gate: .g1)
        #expect(judgement.verdict == .noGo)
        #expect(judgement.reason.sentence.contains("100 of 1000 samples violate it"))
    }

    @Test(
        "A trial is excused only where the host can have taken as much as it is over",
        arguments: [(9_000.0, Verdict.go), (5e9, .noGo)])
    func proportion(slow: Double, verdict: Verdict) {
        let evidence = Self.evidence(
            Self.windows(noisy: [4]), ["rtt": Self.batches { $0 == 4 ? slow : 10 }])
        #expect(Self.rule(.maximum, 100).judge(evidence, gate: .g1).verdict == verdict)
    }

    @Test("A host that is noisy throughout leaves a violated check INCONCLUSIVE and says so")
    func throughout() {
        let evidence = Self.evidence(
            Self.windows(noisy: Set(0..<10)), ["rtt": Self.batches { _ in 9_000 }])
        let judgement = Self.rule(.percentile(0.5), 100).judge(evidence, gate: .g1)
        #expect(judgement.verdict == .inconclusive)
        #expect(judgement.reason.sentence.contains("host too noisy: 1000 of 1000 samples"))
    }

    @Test("What holds on every sample holds, however noisy the host was")
    func holdsAnyway() {
        let evidence = Self.evidence(
            Self.windows(noisy: Set(0..<10)), ["rtt": Self.batches { _ in 10 }])
        #expect(Self.rule(.maximum, 100).judge(evidence, gate: .g1).verdict == .go)
    }

    @Test("A ratio is judged without the noise that could flatter it")
    func ratio() throws {
        let evidence = Self.evidence(
            Self.windows(noisy: [4]),
            [
                "rtt": Self.batches { _ in 115 },
                "floor": Self.batches { 3...5 ~= $0 ? 900 : 100 },
            ])
        let rule = Self.rule(.percentileRatio(0.5, over: "floor"), 1.1)
        let result = try #require(rule.judge(evidence, gate: .g1).checks.first)
        #expect(result.verdict == .noGo)
        #expect(result.value == 1.15)
    }

    @Test("A count of violations is never excused")
    func counts() {
        let rule = Self.rule([
            .none("g1.wrong", gate: .g1, "?", metric: "wrong", tier: .contract)
        ])
        let batch = TimedBatch(span: TimeSpan(start: 1, end: 2), values: [1])
        let evidence = Self.evidence(Self.windows(noisy: Set(0..<10)), ["wrong": [batch]])
        #expect(rule.judge(evidence, gate: .g1).verdict == .noGo)
    }

    @Test("A rule without a noise rule excuses nothing")
    func noRule() {
        var rule = Self.rule(.maximum, 100)
        rule.noise = nil
        let evidence = Self.evidence(
            Self.windows(noisy: Set(0..<10)), ["rtt": Self.batches { _ in 9_000 }])
        #expect(rule.judge(evidence, gate: .g1).verdict == .noGo)
    }

    @Test("One millisecond more in quiet windows is NO-GO, 50 µs more misses the ambition alone")
    func injected() {
        let milli = Check(
            "g1.p50", gate: .g1, "?", metric: "rtt", .percentile(0.5), unit: .nanoseconds, .below,
            1_000_000, tier: .contract)
        let floor = Check(
            "g1.p50-over-floor", gate: .g1, "?", metric: "rtt",
            .percentileRatio(0.5, over: "floor"), unit: .ratio, .atMost, 1.1, tier: .ambition)
        func judge(_ added: Double) -> AttemptJudgement {
            let metrics = [
                "rtt": Self.batches { _ in 13_000 + added }, "floor": Self.batches { _ in 12_500 },
            ]
            return Self.rule([milli, floor])
                .judge(Self.evidence(Self.windows(noisy: [4]), metrics), gate: .g1)
        }
        #expect(judge(1_000_000).violatedChecks == ["g1.p50"])
        #expect(judge(50_000).verdict == .go)
        #expect(judge(50_000).checks.map(\.verdict) == [.go, .noGo])
        #expect(judge(0).checks.map(\.verdict) == [.go, .go])
    }

    @Test("A clock that jumps makes the attempt ERROR and is named, never a verdict")
    func clocks() {
        var windows = Self.windows(noisy: [])
        windows[5].start = 10
        let backwards = Self.rule(.maximum, 100)
            .judge(Self.evidence(windows, ["rtt": Self.batches { _ in 10 }]), gate: .g1)
        #expect(backwards.verdict == .error)
        #expect(backwards.reason.sentence.contains("host window 5"))
        let batch = TimedBatch(span: TimeSpan(start: 9, end: 3), values: [1])
        let jumped = Self.rule(.maximum, 100)
            .judge(Self.evidence(Self.windows(noisy: []), ["rtt": [batch]]), gate: .g1)
        #expect(jumped.verdict == .error)
        #expect(jumped.reason.sentence.contains("samples of rtt"))
    }

    @Test("A host too noisy for a control makes it INCONCLUSIVE, not BLIND")
    func control() {
        let control = Control("echo-delay=2ms", gate: .g1, violates: "g1.x")
        var rule = Self.rule(.maximum, 100)
        rule.milestones.append(control.announcement)
        let evidence = Self.evidence(
            Self.windows(noisy: Set(0..<10)),
            [
                "rtt": Self.batches { _ in 9_000 },
                Control.announcementMetric: [TimedBatch(span: nil, values: [1])],
            ])
        let result = control.judge(rule.judge(evidence, gate: .g1), edition: .second)
        #expect(result.verdict == .inconclusive)
        #expect(result.observed.sentence.contains("host too noisy"))
    }

    @Test(
        "On a noisy host a stub that gave up beside its sabotage blinds nothing, a crash does",
        arguments: [
            (Violation.Kind.misbehaviour, true, Verdict.inconclusive), (.hang, true, .inconclusive),
            (.crash, true, .blind), (.leak, true, .blind), (.crash, false, .blind),
        ], [Rule.Edition.first, .second])
    func gaveUp(
        _ expected: (kind: Violation.Kind, isNoisy: Bool, verdict: Verdict), edition: Rule.Edition
    ) {
        let (kind, isNoisy, verdict) = expected
        let control = Control("fd-drop", gate: .g1, violates: "g1.wrong")
        var rule = Self.rule([
            .none("g1.wrong", gate: .g1, "?", metric: "wrong", tier: .contract)
        ])
        rule.milestones.append(control.announcement)
        var evidence = Self.evidence(
            Self.windows(noisy: isNoisy ? Set(0..<10) : []),
            [
                "wrong": [TimedBatch(span: nil, values: [1])],
                Control.announcementMetric: [TimedBatch(span: nil, values: [1])],
            ])
        evidence.violations = [Violation(kind, "the editor exited with code 14")]
        #expect(control.judge(rule.judge(evidence, gate: .g1), edition: edition).verdict == verdict)
    }

    @Test(
        "What hung or gave up is NO-GO on a quiet host and undecided on a noisy one, never a GO",
        arguments: [
            (Violation.Kind.hang, Set(0..<10), Verdict.inconclusive),
            (.misbehaviour, Set(0..<10), .inconclusive), (.hang, Set([4]), .noGo),
            (.misbehaviour, Set([]), .noGo), (.crash, Set(0..<10), .noGo),
            (.leak, Set(0..<10), .noGo), (.stray, Set(0..<10), .noGo),
        ])
    func hung(kind: Violation.Kind, noisy: Set<Int>, verdict: Verdict) {
        var evidence = Self.evidence(
            Self.windows(noisy: noisy), ["rtt": Self.batches { _ in 10 }])
        evidence.violations = [Violation(kind, "the editor had not ended after 10 s")]
        let judgement = Self.rule(.maximum, 100).judge(evidence, gate: .g1)
        #expect(judgement.verdict == verdict)
        #expect(judgement.contractVerdict == verdict)
        #expect(judgement.reason.sentence.contains("had not ended"))
    }

    @Test("One long contaminated window weighs as much as the time that it lasts")
    func starved() {
        var windows = Self.windows(noisy: [9])
        windows[9].end += 3_000_000_000
        windows[9].foreign += 3_000_000_000
        var evidence = Self.evidence(windows, ["rtt": Self.batches { _ in 10 }])
        evidence.ending = .killedByHarness(step: "SIGTERM")
        #expect(Self.rule(.maximum, 100).judge(evidence, gate: .g1).verdict == .inconclusive)
    }

    @Test(
        "What a killed hang left behind is its own on a noisy host, and a NO-GO on a quiet one",
        arguments: [(Set(0..<10), Verdict.inconclusive), (Set([]), .noGo)])
    func leftByAHang(noisy: Set<Int>, verdict: Verdict) {
        var evidence = Self.evidence(
            Self.windows(noisy: noisy), ["rtt": Self.batches { _ in 10 }])
        evidence.violations = [
            Violation(.hang, "the editor had not ended after 10 s"),
            Violation(.stray, "socket weld-1.sock was left behind"),
        ]
        #expect(Self.rule(.maximum, 100).judge(evidence, gate: .g1).verdict == verdict)
    }
}
