import GRDB
import GateKit
import GateStore
import Testing

@Suite struct InterferenceTests {
    let scratch: Scratch
    let store: GateStore
    let run: Int64

    private static let window = HostWindow(
        start: 100, end: 200_000_100, wakeUpError: 3, subjectWakeUpError: 2, foreign: 380_000_000,
        own: 5, idle: 6, steal: 0, pressure: 8, involuntarySwitches: 9, processors: 2, throttled: 7)
    private static let pulse = HostPulse(processor: 1, due: 150, lateness: 20, duration: 50)
    private static let slow = SampleBatch(
        metric: "rtt", unit: .nanoseconds, values: [60_000_000, 1],
        span: TimeSpan(start: 150, end: 60_000_150))

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        run = try store.beginRun(.fixture(), harness: .fixture)
    }

    @Test("host windows, batches and the rule about them come back as they were stored")
    func roundTrip() throws {
        let id = try store.makeAttempt(
            run: run,
            [
                .host(Self.window), .pulses([Self.pulse, Self.pulse]), .samples(Self.slow), .end,
            ])
        let evidence = try store.evidence(attempt: id)
        #expect(evidence.windows == [Self.window])
        #expect(evidence.pulses == [Self.pulse, Self.pulse])
        #expect(
            evidence.batches["rtt"] == [TimedBatch(span: Self.slow.span, values: Self.slow.values)])
        #expect(try store.attempt(id).rule.noise == .standard)
        var privileged = Rule.fixture
        privileged.noise = InterferenceRule(
            subjectPriority: 10, pulse: PulseRule(duration: 50, limit: 160, priority: 20))
        let another = try store.beginAttempt(
            .fixture(), rule: privileged, run: run, startedAt: 0)
        #expect(try store.attempt(another).rule.noise == privileged.noise)
        var silent = Rule.fixture
        silent.noise = nil
        let other = try store.beginAttempt(.fixture(), rule: silent, run: run, startedAt: 0)
        #expect(try store.attempt(other).rule.noise == nil)
    }

    @Test("samples without a time stay in their place between those that have one")
    func mixed() throws {
        let id = try store.makeAttempt(
            run: run,
            [
                .samples(SampleBatch(metric: "rtt", unit: .nanoseconds, values: [7, .nan])),
                .samples(Self.slow),
                .samples(SampleBatch(metric: "rtt", unit: .nanoseconds, values: [8])),
            ])
        let batches = try store.evidence(attempt: id).batches["rtt"]
        #expect(batches?.map(\.values) == [[7], [60_000_000, 1], [8]])
        #expect(batches?.map(\.span) == [nil, Self.slow.span, nil])
    }

    @Test("contaminated windows and excluded samples are marked, counted and kept")
    func marks() throws {
        let id = try store.makeAttempt(
            run: run, goodEvidence.dropLast() + [.host(Self.window), .samples(Self.slow), .end])
        let windows = try scratch.rows("SELECT guilty FROM v_host_windows")
        #expect(windows.map { $0[0] as String? } == ["foreign"])
        let excluded = try scratch.rows(
            "SELECT sample_index FROM v_samples WHERE metric = 'rtt' AND excluded = 1")
        #expect(excluded.map { $0[0] as Int } == [22, 23])
        let check = try #require(
            try scratch.rows("SELECT * FROM v_checks WHERE check_id = 'g2.max'").first)
        // Of the two samples of that time only one violates the check.
        #expect(check["excluded"] as Int == 1)
        #expect(check["verdict"] as String == "GO")
        let stored = try store.judgements(attempt: id)
        #expect(stored == (try store.recomputedJudgements(attempt: id)))
    }
}
