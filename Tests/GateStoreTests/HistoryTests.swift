import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

/// What checks came to, run after run, and one run beside another.
@Suite struct HistoryTests {
    let scratch: Scratch
    let store: GateStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    /// Makes a run whose round trips take about so long.
    @discardableResult
    private func run(
        _ nanoseconds: Double, at start: Int64, host: String = "dev", build: String = "release",
        rule: Rule = .fixture
    ) throws -> Int64 {
        var record = RunRecord.fixture(hostClass: host, seed: UInt64(start))
        record.startedAt = start
        record.provenance = [Fact(ProvenanceKey.configuration, build)]
        let run = try store.beginRun(record, harness: .fixture)
        let attempt = try store.beginAttempt(.fixture(), rule: rule, run: run, startedAt: start)
        try store.append(
            [
                .samples(
                    SampleBatch(
                        metric: "rtt", unit: .nanoseconds,
                        values: (0..<40).map { nanoseconds + Double($0) })),
                .samples(
                    SampleBatch(
                        metric: "floor", unit: .nanoseconds,
                        values: (0..<40).map { 10_000 + Double($0) })),
                .samples(SampleBatch(metric: "wrong", unit: .count, values: [0])),
                .samples(SampleBatch(metric: "warm", unit: .count, values: [1])), .end,
            ], attempt: attempt)
        try store.endAttempt(attempt, .exited(code: 0), at: start + 1)
        _ = try store.judge(attempt: attempt)
        try store.finishRun(
            run, state: .finished, at: start + 2,
            results: [
                GateResult(
                    gate: .g1, verdict: .go, contractVerdict: .go,
                    reason: .recorded(text: "it held"), headlineValue: nanoseconds,
                    headlineUnit: .nanoseconds)
            ], controls: [])
        return run
    }

    @Test("a change of a check is found at its run, and groups are never mixed")
    func change() throws {
        for index in 0..<12 {
            let slow: Double = index < 6 ? 11_000 : 15_000
            try run(slow + Double(index * 7 % 5), at: Int64(index))
            try run(90_000 + Double(index * 7 % 5), at: Int64(index), host: "ci")
            try run(50_000 + Double(index * 7 % 5), at: Int64(index), build: "debug")
        }
        let histories = try store.history(of: .check("g1.p50"))
        #expect(
            histories.map(\.group.description)
                == ["linux ci release smoke", "linux dev debug smoke", "linux dev release smoke"])
        #expect(histories.map(\.points.count) == [12, 12, 12])
        #expect(histories[0].changes.isEmpty && histories[1].changes.isEmpty)
        #expect(histories[2].changes.map(\.index) == [6])
        #expect(histories[2].threshold == 1_000_000)
        let headlines = try store.history(of: .headlines)
        #expect(headlines.map(\.points.count) == [12, 12, 12])
        #expect(headlines.map { $0.changes.map(\.index) } == [[], [], [6]])
        #expect(try store.history(of: .gate(.g2)).allSatisfy { $0.gate == .g2 })
        #expect(try store.history(of: .check("g9.none")).isEmpty)
    }

    @Test("a report looks back on runs of its own kind that began no later, and only where asked")
    func reportHistories() throws {
        for index in 0..<4 {
            try run(11_000 + Double(index), at: Int64(index))
            try run(90_000, at: Int64(index), host: "ci")
        }
        func histories(_ run: Int64, _ isAsked: Bool = true) throws -> [CheckHistory] {
            try store.report(run: run, declarations: [], notes: [], withFigures: isAsked)
                .histories
        }
        let last = try histories(7)
        #expect(Set(last.map(\.check)).isSuperset(of: ["g1.p50", "g2.max"]))
        #expect(last.allSatisfy { $0.points.map(\.run) == [1, 3, 5, 7] })
        // An old report stays as it was.
        #expect(try histories(3).allSatisfy { $0.points.map(\.run) == [1, 3] })
        #expect(try histories(7, false).isEmpty)
        try store.reset(.init(subject: "G1", at: 2, who: "anna", why: "new driver"))
        let reset = try histories(7).filter { $0.gate == .g1 }
        #expect(!reset.isEmpty && reset.allSatisfy { $0.points.map(\.run) == [5, 7] })
    }

    @Test("a reset leaves out what is older, and says who and why")
    func reset() throws {
        for index in 0..<4 { try run(11_000, at: Int64(index)) }
        try store.reset(.init(subject: "G1", at: 2, who: "anna", why: "new driver"))
        let history = try #require(try store.history(of: .check("g1.p50")).first)
        #expect(history.points.map(\.run) == [3, 4])
        #expect(history.reset?.who == "anna")
        #expect(try store.history(of: .check("g2.max")).first?.points.count == 4)
        let wrong = storeError {
            try store.reset(.init(subject: "g1.none", at: 2, who: "anna", why: "x"))
        }
        #expect(wrong?.kind == .notFound)
    }

    @Test("the worst replicate stands for its run")
    func replicates() throws {
        let run = try store.beginRun(.fixture(), harness: .fixture)
        try store.makeAttempt(run: run)
        try store.makeAttempt(run: run, replicate: 1)
        try store.finishRun(run, state: .finished, at: 9, results: [], controls: [])
        let values = try scratch.rows(
            "SELECT value FROM check_result WHERE check_id = 'g1.p50'"
        ).map { $0[0] as Double }
        let history = try #require(try store.history(of: .check("g1.p50")).first)
        #expect(history.points.map(\.value) == [values.max()])
    }

    @Test("two runs are compared by bounds, a check each")
    func compare() throws {
        let before = try run(11_000, at: 1)
        let same = try run(11_003, at: 2)
        let slower = try run(15_000, at: 3)
        func direction(_ other: Int64, _ id: String) throws -> CheckMovement.Direction? {
            try store.compare(before, other).checks.first { $0.check.id == id }?.direction
        }
        #expect(try direction(same, "g1.p50") == .within)
        #expect(try direction(slower, "g1.p50") == .worse)
        #expect(try direction(slower, "g1.p50-over-floor") == .worse)
        #expect(try direction(slower, "g2.max") == .unbounded)
        let back = try store.compare(slower, before)
        #expect(back.checks.first { $0.check.id == "g1.p50" }?.direction == .better)
        #expect(back.unmatched == [])
        let none = try store.compare(before, before)
        #expect(none.checks.count == 6 && none.checks.allSatisfy { !$0.hasMoved })
    }

    @Test("what is not alike is refused with what differs")
    func refused() throws {
        let run = try run(11_000, at: 1)
        var other = Rule.fixture
        other.checks[0].threshold = 2_000_000
        let cases: [(Int64, String)] = [
            (try self.run(11_000, at: 2, host: "ci"), "kind of host dev and ci"),
            (try self.run(11_000, at: 3, build: "debug"), "build configuration release and debug"),
            (try self.run(11_000, at: 4, rule: other), "g1.p50 were judged by other rules"),
        ]
        for (number, words) in cases {
            let error = storeError { _ = try store.compare(run, number) }
            #expect(error?.kind == .notComparable)
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(storeError { _ = try store.compare(run, 99) }?.kind == .notFound)
        let empty = try store.beginRun(.fixture(seed: 77), harness: .fixture)
        #expect(storeError { _ = try store.compare(run, empty) }?.kind == .notComparable)
    }
}
