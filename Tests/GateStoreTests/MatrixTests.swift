import GRDB
import GateKit
import GateStore
import Testing

@Suite struct MatrixTests {
    let scratch: Scratch
    let store: GateStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func result(_ gate: GateID, _ verdict: Verdict) -> GateResult {
        GateResult(
            gate: gate, verdict: verdict, contractVerdict: verdict, provisional: true,
            reason: .attempt(reason: .everyCheckHolds),
            shortfall: [Shortfall(title: "round trips", samples: 20, asked: 10_000)],
            headlineValue: 11_904.123456, headlineUnit: .nanoseconds,
            margin: 84.00437, controlsCaught: 3, controlsTried: 4)
    }

    private func matrix() throws -> [String] {
        try scratch.rows("SELECT * FROM v_matrix").map { row in
            let key: [String] = [row["gate"], row["platform"], row["host_class"]]
            return
                "\(key.joined(separator: " ")) \(row["verdict"] as String) \(row["run_id"] as Int)"
        }
    }

    @Test("a GO names the NO-GO that the same commit earned before, and no other commit's")
    func earlierNoGo() throws {
        try store.finishedRun(results: [result(.g1, .noGo)])
        try store.finishedRun(results: [result(.g1, .go)])
        #expect(try scratch.rows("SELECT earlier_no_go FROM v_matrix")[0][0] as Int? == 1)
        #expect(try store.matrix().map(\.earlierNoGo) == [1])
        try store.finishedRun(.fixture(hostClass: "ci"), results: [result(.g1, .go)])
        #expect(try store.matrix().map(\.earlierNoGo) == [nil, 1])
        var other = RunRecord.fixture()
        other.provenance = [Fact(ProvenanceKey.commit, "4567def")]
        try store.finishedRun(other, results: [result(.g1, .go)])
        #expect(try store.matrix().map(\.earlierNoGo) == [nil, nil])
    }

    @Test("a GO without its controls is shown as unproven")
    func unproven() throws {
        var unproven = result(.g1, .inconclusive)
        unproven.reason = .unproven(caught: 0, expected: 4)
        try store.finishedRun(results: [unproven])
        #expect(try matrix() == ["G1 linux dev GO (unproven) 1"])
        #expect(try store.matrix().map(\.result.isUnproven) == [true])
    }

    @Test("the matrix says why, in words and as data")
    func reasons() throws {
        try store.finishedRun(results: [result(.g1, .go)])
        let row = try #require(try scratch.rows("SELECT * FROM v_matrix").first)
        #expect(row["reason"] as String == "every check holds; round trips 20 of 10 000")
        #expect(
            row["reason_json"] as String == #"{"attempt":{"reason":{"everyCheckHolds":{}}}}"#)
        #expect(
            row["shortfall_json"] as String
                == #"[{"asked":10000,"samples":20,"title":"round trips"}]"#)
    }

    @Test("the newest run of a gate, platform and host class is its cell")
    func newest() throws {
        try store.finishedRun(results: [result(.g1, .go), result(.g2, .go)])
        try store.finishedRun(.fixture(hostClass: "ci"), results: [result(.g1, .go)])
        try store.finishedRun(.fixture(platform: .macos), results: [result(.g1, .inconclusive)])
        try store.finishedRun(.fixture(gates: [.g1]), results: [result(.g1, .noGo)])
        #expect(
            try matrix() == [
                "G1 linux ci GO 2", "G1 linux dev NO-GO 4", "G1 macos dev INCONCLUSIVE 3",
                "G2 linux dev GO 1",
            ])
    }

    @Test("PENDING of a gate that was not selected does not replace an older result")
    func pendingNotSelected() throws {
        try store.finishedRun(results: [result(.g2, .go)])
        try store.finishedRun(
            .fixture(gates: [.g1]), results: [result(.g1, .go), result(.g2, .pending)])
        #expect(try matrix() == ["G1 linux dev GO 2", "G2 linux dev GO 1"])
    }

    @Test("PENDING of a gate that was selected replaces an older result")
    func pendingSelected() throws {
        try store.finishedRun(results: [result(.g2, .go)])
        try store.finishedRun(.fixture(gates: [.g2]), results: [result(.g2, .pending)])
        #expect(try matrix() == ["G2 linux dev PENDING 2"])
    }

    @Test("PENDING that was never earned nor selected still has a cell")
    func pendingAlone() throws {
        try store.finishedRun(.fixture(gates: [.g1]), results: [result(.g2, .pending)])
        #expect(try matrix() == ["G2 linux dev PENDING 1"])
    }

    @Test("the view rounds, the cell of a report does not")
    func rounding() throws {
        let run = try store.finishedRun(results: [result(.g1, .go)])
        let row = try #require(try scratch.rows("SELECT * FROM v_matrix").first)
        #expect(row["headline_value"] as Double == 11_904.1235)
        #expect(row["margin"] as Double == 84.004)
        #expect(row["finished_at"] as String == "2026-09-21T14:13:23Z")
        #expect(
            try store.matrix() == [
                MatrixCell(
                    platform: .linux, hostClass: "dev", runID: run, finishedAt: 1_790_000_003_000,
                    result: result(.g1, .go))
            ])
    }
}
