import GateKit
import GateStore
import Testing

@Suite("What is stored of a cell and of an attempt's course")
struct CellTests {
    private let scratch: Scratch
    private let store: GateStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func makeRun(
        _ verdict: Verdict = .go, platform: PlatformID = .linux, gates: [GateID] = [.g1, .g2]
    ) throws -> (run: Int64, attempt: Int64) {
        let run = try store.beginRun(.fixture(platform: platform, gates: gates), harness: .fixture)
        let attempt = try store.makeAttempt(run: run)
        try store.makeAttempt(run: run, control: .delay)
        try store.finishRun(
            run, state: .finished, at: 9,
            results: [
                GateResult(
                    gate: .g1, verdict: verdict, contractVerdict: verdict,
                    reason: .attempt(reason: .everyCheckHolds))
            ],
            controls: [
                ControlResult(
                    control: .delay, observed: .caught(by: ["g1.p50"], slow: []), verdict: .go)
            ])
        return (run, attempt)
    }

    @Test("a cell holds its result, real attempts, controls and who tried them")
    func cell() throws {
        let (run, attempt) = try makeRun()
        let cell = try store.cell(.g1, run: run)
        #expect(cell.result?.verdict == .go)
        #expect(cell.attempts.map(\.record.id) == [attempt])
        #expect(cell.attempts.first?.judgement?.gate == .g1)
        #expect(cell.controls.map(\.control) == [.delay])
        #expect(cell.controlAttempts == ["echo-delay=2ms": attempt + 1])
        let other = try store.cell(.g7, run: run)
        #expect(other.result == nil && other.attempts.isEmpty && other.controls.isEmpty)
    }

    @Test("the newest run of a gate is that which was asked for it, on the system that is named")
    func newest() throws {
        let first = try makeRun().run
        let second = try makeRun(platform: .macos).run
        _ = try makeRun(.pending, gates: [.g7])
        #expect(try store.newestRun(of: .g1, on: nil) == second)
        #expect(try store.newestRun(of: .g1, on: .linux) == first)
        let missing = storeError { _ = try store.newestRun(of: .g1, on: .windows) }
        #expect(missing?.kind == .notFound)
        #expect(missing?.description.contains("G1 on Windows") == true)
        #expect(storeError { _ = try store.newestRun(of: .g5, on: nil) }?.exitCode == .runNotFound)
    }

    @Test("samples keep their numbers, warm-up left out")
    func samples() throws {
        let (_, attempt) = try makeRun()
        let samples = try store.samples(of: "rtt", attempt: attempt)
        #expect(samples.values.count == 20 && samples.indexes.count == 20)
        #expect(samples.indexes.first == 2)
        #expect(samples.span(at: 0) == nil && samples.span(at: 99) == nil)
        #expect(try store.samples(of: "none", attempt: attempt).values.isEmpty)
    }

    @Test("a course holds events in their order, and each timed batch with its first sample")
    func course() throws {
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let span = TimeSpan(start: 5, end: 9)
        let event = StubEvent(number: 1, time: 7, pid: 3, role: "editor", name: "ready")
        let attempt = try store.makeAttempt(
            run: run,
            goodEvidence.dropLast() + [
                .event(event),
                .samples(
                    SampleBatch(metric: "late", unit: .nanoseconds, values: [4, 2], span: span)),
                .end,
            ])
        let course = try store.course(attempt: attempt)
        #expect(course.events == [event])
        #expect(
            course.measured == [
                .init(
                    metric: "late", unit: .nanoseconds, index: 0, count: 2, value: 4, span: span)
            ])
        #expect(course.watched == nil)
        #expect(storeError { _ = try store.course(attempt: 99) }?.kind == .notFound)
        #expect(storeError { _ = try store.course(attempt: -1) }?.kind == .notFound)
    }

    @Test("how long attempts take is what those of their kind took, and no number that is none")
    func lengths() throws {
        let (_, attempt) = try makeRun()
        #expect(
            try store.attemptSeconds(at: .smoke) == [
                AttemptKind(procedure: "round-trip", controls: ""): 1,
                AttemptKind(procedure: "round-trip", controls: "echo-delay"): 1,
            ])
        #expect(try store.attemptSeconds(at: .full).isEmpty)
        try scratch.execute("UPDATE attempt SET started_at = -9223372036854775808")
        #expect(try store.attemptSeconds(at: .smoke).isEmpty)
        try scratch.execute("UPDATE attempt SET started_at = 0, finished_at = NULL")
        #expect(try store.attemptSeconds(at: .smoke).isEmpty)
        #expect(attempt > 0)
    }
}
