import GRDB
import GateKit
import GateStore
import Testing

@Suite struct EvidenceTests {
    let scratch: Scratch
    let store: GateStore
    let run: Int64

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        run = try store.beginRun(.fixture(), harness: .fixture)
    }

    @Test("a plan and a rule come back as they were registered, before any sample")
    func registration() throws {
        let plan = AttemptPlan.fixture(control: .delay, replicate: 3)
        let id = try store.beginAttempt(plan, rule: .fixture, run: run, startedAt: 17)
        let record = try store.attempt(id)
        #expect(record.plan == plan)
        #expect(record.rule == .fixture)
        #expect(record.startedAt == 17)
        #expect(record.ending == nil)
    }

    @Test("evidence comes back as it was stored, warm-up left out")
    func roundTrip() throws {
        let odd = [0.1, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.5, .infinity]
        let violation = Violation(.leak, "descriptor 7")
        let fault = HarnessFault(.precondition, "no compositor")
        let id = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        try store.append(
            [
                .samples(SampleBatch(metric: "odd", unit: .ratio, warmup: true, values: [7])),
                .samples(SampleBatch(metric: "odd", unit: .ratio, values: Array(odd[..<2]))),
            ], attempt: id)
        try store.append(
            [
                .samples(SampleBatch(metric: "odd", unit: .ratio, values: Array(odd[2...]))),
                .violation(violation), .fault(fault), .fact(Fact("placement", "free")),
                .artefact(name: "stacks", path: "/tmp/stacks"), .end,
            ], attempt: id)
        try store.endAttempt(
            id, .killedByHarness(step: "TERM"), at: 5, violations: [Violation(.stray, "pid 9")])
        let evidence = try store.evidence(attempt: id)
        #expect(evidence.series.keys.sorted() == ["odd"])
        #expect(evidence.series["odd"]?.values == odd.sorted())
        #expect(evidence.reachedItsEnd)
        #expect(evidence.ending == .killedByHarness(step: "TERM"))
        #expect(evidence.violations == [violation, Violation(.stray, "pid 9")])
        #expect(evidence.faults == [fault])
        #expect(try store.attempt(id).facts == [Fact("placement", "free")])
        #expect(try store.artefacts(attempt: id).map(\.path) == ["/tmp/stacks"])
    }

    @Test("an attempt that said nothing has no series and did not reach its end")
    func silence() throws {
        let id = try store.makeAttempt(run: run, [])
        let evidence = try store.evidence(attempt: id)
        #expect(evidence.series.isEmpty)
        #expect(!evidence.reachedItsEnd)
        #expect(try store.judgements(attempt: id).map(\.verdict) == [.error, .error])
    }

    @Test("a sample that is not a number makes the attempt ERROR and leaves its place empty")
    func notANumber() throws {
        let batch = SampleBatch(metric: "rtt", unit: .nanoseconds, values: [1, .nan, 3])
        let id = try store.makeAttempt(run: run, [.samples(batch), .end])
        let rows = try scratch.rows("SELECT sample_index FROM v_samples")
        #expect(rows.map { $0[0] as Int } == [0, 2])
        let fault = try #require(try store.evidence(attempt: id).faults.first)
        #expect(fault.text == "sample 1 of rtt is not a number")
        #expect(try store.judgements(attempt: id).first?.verdict == .error)
    }

    @Test("a metric in two units is a fault, and the samples of both are kept")
    func twoUnits() throws {
        let id = try store.makeAttempt(
            run: run,
            [
                .samples(SampleBatch(metric: "rtt", unit: .nanoseconds, values: [1])),
                .samples(SampleBatch(metric: "rtt", unit: .count, values: [2])),
            ])
        #expect(try store.evidence(attempt: id).faults.map(\.kind) == [.harness])
        let rows = try scratch.rows("SELECT sample_index FROM v_samples ORDER BY sample_index")
        #expect(rows.map { $0[0] as Int } == [0, 1])
    }

    @Test("stored judgements are what the stored evidence comes out as")
    func judgements() throws {
        let id = try store.makeAttempt(run: run)
        let stored = try store.judgements(attempt: id)
        #expect(stored == (try store.recomputedJudgements(attempt: id)))
        #expect(stored.map(\.gate) == [.g1, .g2])
        #expect(stored.map(\.verdict) == [.go, .go])
        #expect(
            stored.first?.checks.map(\.check.id) == ["g1.p50", "g1.p50-over-floor", "g1.replies"])
        #expect(stored.first?.milestones.map(\.reached) == [1])
    }

    @Test("a judgement follows the stored samples, not the ones that were sent")
    func followsTheStore() throws {
        let id = try store.makeAttempt(run: run)
        try scratch.execute("UPDATE sample SET value = 60000000 WHERE value = 11000")
        #expect(try store.judgements(attempt: id).last?.verdict == .go)
        let recomputed = try store.recomputedJudgements(attempt: id)
        #expect(recomputed.last?.violatedChecks == ["g2.max"])
    }

    @Test("a kill by the harness is among the violations that are read back")
    func kill() throws {
        let id = try store.makeAttempt(run: run, ending: .killedByHarness(step: "KILL"))
        let stored = try store.judgements(attempt: id)
        #expect(stored == (try store.recomputedJudgements(attempt: id)))
        #expect(stored.first?.violations.map(\.kind) == [.hang])
    }

    @Test("a run's sample counts leave out warm-up and controls")
    func counts() throws {
        try store.makeAttempt(run: run)
        try store.makeAttempt(run: run, replicate: 1)
        try store.makeAttempt(run: run, control: .delay)
        #expect(
            try store.sampleCounts(run: run) == ["rtt": 40, "floor": 40, "wrong": 4, "warm": 2])
    }
}
