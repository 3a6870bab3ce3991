import GateKit
import GateStore
import Testing

@Suite struct ReportTests {
    let scratch: Scratch
    let store: GateStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    @Test("a report holds the run, its real attempts, results, controls and the notes")
    func contents() throws {
        let control = ControlResult(
            control: .delay, observed: .caught(by: ["g1.p50"], slow: []), verdict: .go)
        let result = GateResult(
            gate: .g1, verdict: .go, contractVerdict: .go,
            reason: .attempt(reason: .everyCheckHolds), controlsCaught: 1,
            controlsTried: 2, ambitionsHeld: 3, ambitionsAsked: 4)
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let real = try store.makeAttempt(run: run)
        try store.makeAttempt(run: run, control: .delay)
        try store.finishRun(run, state: .finished, at: 9, results: [result], controls: [control])
        let note = Note(name: "50-debt.md", text: "# Debt")
        let report = try store.report(run: run, declarations: [], notes: [note])
        var expected = RunRecord.fixture()
        expected.id = run
        expected.state = .finished
        expected.finishedAt = 9
        #expect(report.run == expected)
        #expect(report.attempts.map(\.attempt.id) == [real])
        #expect(report.attempts.first?.judgements == (try store.judgements(attempt: real)))
        #expect(report.results == [result])
        #expect(report.controls == [control])
        #expect(report.matrix.map(\.result) == [result])
        #expect(report.notes == [note])
    }

    @Test("coverage counts what controls turned red in the runs of the same commit, up to this one")
    func coverage() throws {
        func finish(_ commit: String, check: String, _ verdict: Verdict = .go) throws -> Int64 {
            var record = RunRecord.fixture()
            record.provenance = [Fact(ProvenanceKey.commit, commit)]
            let run = try store.beginRun(record, harness: .fixture)
            try store.makeAttempt(run: run)
            let control = ControlResult(
                control: Control("delay=2ms", gate: .g1, violates: check),
                observed: .caught(by: [check], slow: []), verdict: verdict)
            try store.finishRun(run, state: .finished, at: 9, results: [], controls: [control])
            return run
        }
        let checks = Rule.fixture.decidingChecks.map(\.id)
        let first = try finish("a", check: checks[0])
        _ = try finish("b", check: checks[1])
        let third = try finish("a", check: checks[1], .blind)
        let one = try #require(try store.report(run: first, declarations: [], notes: []).coverage)
        #expect(one.checks == checks)
        #expect(one.inThisRun == [checks[0]] && one.runs == 1)
        let two = try #require(try store.report(run: third, declarations: [], notes: []).coverage)
        #expect(two.inThisRun.isEmpty && two.inThisCommit == [checks[0]] && two.runs == 2)
    }

    @Test("series are summarised by name, warm-up left out")
    func summaries() throws {
        try store.finishedRun()
        let series = try #require(
            try store.report(run: nil, declarations: [], notes: []).attempts.first
        ).series
        #expect(series.map(\.metric) == ["floor", "rtt", "warm", "wrong"])
        #expect(series[1].unit == .nanoseconds)
        #expect(series[1].summary.count == 20)
        #expect(series[1].summary.maximum == 12_909.5)
    }

    @Test("no number means the newest run")
    func newest() throws {
        try store.finishedRun()
        let second = try store.finishedRun()
        #expect(try store.report(run: nil, declarations: [], notes: []).run.id == second)
    }
}
