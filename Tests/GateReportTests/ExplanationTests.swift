import Foundation
import GateKit
import Testing

@testable import GateReport

@Suite("Explanations")
struct ExplanationTests {
    private static let worst = Check(
        "g2.max", gate: .g2, "worst below 50 ms", metric: "rtt", .maximum, unit: .nanoseconds,
        .below,
        50_000_000, tier: .contract)

    /// A gate of one check, judged by these samples, a millisecond each.
    private func explained(
        _ check: Check, _ values: [Double], asking: String? = nil, artefacts: [Artefact] = []
    ) -> Explanation {
        let series = [check.metric: SortedSamples(values)]
        let result = check.evaluate(series, confidence: 0.95)
        let plan = AttemptPlan(
            procedure: "round-trip", gates: [check.gate], profile: .smoke, replicate: 0, seed: 7,
            scratchDirectory: "", editorPath: "/e", runtimePath: "/r", deadlineSeconds: 1)
        let judgement = AttemptJudgement(
            gate: check.gate, verdict: result.verdict, contractVerdict: result.verdict,
            reason: .everyCheckHolds, checks: [result], milestones: [], violations: [],
            hostLoss: HostLoss(taken: 2e6, watched: 1e9))
        let attempt = AttemptOfCell(
            record: AttemptRecord(
                id: 38, runID: 3, plan: plan, rule: Rule(checks: [check]), startedAt: 1),
            judgement: judgement, faults: [], start: 1_000_000, artefacts: artefacts)
        let control = Control("echo-spike=60ms/9", gate: check.gate, violates: check.id)
        let evidence = CellEvidence(
            run: .fixture(), gate: check.gate,
            result: GateResult(
                gate: check.gate, verdict: result.verdict, contractVerdict: result.verdict,
                reason: .attempt(reason: .everyCheckHolds)),
            attempts: [attempt],
            controls: [
                ControlResult(
                    control: control, observed: .caught(by: [check.id], slow: []), verdict: .go)
            ], controlAttempts: ["echo-spike=60ms/9": 39])
        let batches = values.enumerated().map { index, value in
            let start = 1_000_000 + UInt64(index + 1) * 1_000_000
            return TimedBatch(span: TimeSpan(start: start, end: start + 1_000_000), values: [value])
        }
        return Explanation(evidence, check: asking, headline: check.id, known: [control]) { _, id in
            PlacedSamples(
                attempt: id, indexes: values.indices.map { Int64($0 + 10) }, batches: batches,
                values: values)
        }
    }

    @Test(
        "a red extreme names every sample on the wrong side, worst first, and what each misses by")
    func red() throws {
        let answer = explained(Self.worst, [1e6, 60e6, 2e6, 51e6], asking: "g2.max")
        #expect(answer.verdict == .noGo && answer.cell == "g2.max@Linux")
        let check = try #require(answer.checks.first)
        #expect(check.samples.map(\.index) == [11, 13])
        #expect(check.samples.map(\.role) == [.violates, .violates])
        #expect(check.samples.first?.seconds == 0.002)
        #expect(check.change.samples == 2)
        #expect(check.change.sample == 51e6 && check.change.threshold == 60e6)
        #expect(check.change.sentence.contains("1.00 ms"))
        #expect(answer.controls.map(\.attempt) == [39])
        #expect(
            answer.again.first
                == "weld-gates --gate G2 --profile smoke --seed \(UInt64.max)")
        #expect(answer.again.last == "weld-gates trace 38 -o attempt-38.json")
        #expect(
            answer.text.contains("violates: sample 11, 60.0 ms, 2.00 ms after the attempt began"))
        #expect(answer.text.contains("it took 2.0 ms of 1.0 s"))
    }

    @Test("a green extreme names the sample nearest to its threshold")
    func green() throws {
        let check = try #require(explained(Self.worst, [1e6, 40e6, 2e6]).checks.first)
        #expect(check.samples == [.init(role: .worst, index: 11, value: 40e6, seconds: 0.002)])
        #expect(check.change.samples == 1 && check.change.threshold == 40e6)
    }

    @Test("a percentile says how many samples would have to change sides, and that is exact")
    func percentile() throws {
        let median = Check(
            "g1.p50", gate: .g1, "median", metric: "rtt", .percentile(0.5), unit: .nanoseconds,
            .atMost, 50, tier: .contract)
        for over in 0...100 {
            let values = (0..<100).map { $0 < over ? 60.0 : 40.0 }
            let verdict = median.evaluate(["rtt": SortedSamples(values)], confidence: 0.95).verdict
            let change = try #require(explained(median, values).checks.first?.change.samples)
            let other = (0..<100).map { index in
                let count = verdict == .go ? over + change : over - change
                return index < count ? 60.0 : 40.0
            }
            let changed = median.evaluate(["rtt": SortedSamples(other)], confidence: 0.95).verdict
            #expect((changed == .go) != (verdict == .go), "\(over) over, \(change) changed")
        }
    }

    @Test("counts, ratios, too few samples and none have an answer")
    func others() throws {
        let none = Check.none("g1.lost", gate: .g1, "lost", metric: "lost", tier: .own, trials: 5)
        #expect(explained(none, [0, 0, 1, 0, 2]).checks.first?.change.samples == 2)
        #expect(
            explained(none, [0, 0], asking: "g1.lost").checks.first?.change.samples == 3)
        #expect(explained(none, [], asking: "g1.lost").checks.first?.samples == [])
        let tail = Check(
            "g2.p99", gate: .g2, "tail", metric: "rtt", .percentile(0.99), unit: .nanoseconds,
            .below, 5, tier: .own)
        let few = explained(tail, [1, 2], asking: "g2.p99").checks.first?.change.sentence
        #expect(few?.contains("299") == true)
    }

    @Test("hostile numbers and words leave a document that is one, and lines that are printable")
    func hostile() throws {
        let nasty = Check(
            "g2.max", gate: .g2, "worst\u{1B}[2J\u{202E}", metric: "rtt", .maximum,
            unit: .nanoseconds, .below, .infinity, tier: .contract)
        let answer = explained(
            nasty, [.infinity, -.infinity, 1e308, .nan], asking: "g2.max",
            artefacts: [Artefact(name: "a\nb.fuzz", path: "/tmp/it's a \u{7}.fuzz")])
        _ = try JSONEncoder().encode(answer)
        #expect(!answer.text.contains("\u{1B}") && !answer.text.contains("\u{202E}"))
        #expect(answer.again.contains { $0.hasPrefix("weld-gates replay '/tmp/it'\\''s a") })
    }
}
