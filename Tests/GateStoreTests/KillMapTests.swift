import GRDB
import GateKit
import Testing

@testable import GateStore

/// The kills of a run are kept, found and sealed.
@Suite struct KillMapTests {
    let scratch: Scratch
    private let results = [
        KillPointResult(
            KillPoint(.editor, .sweep, 12, .exit), systemCall: "unlink", thread: "weld-editor",
            outcome: .ended, nanoseconds: 21_500_000),
        KillPointResult(
            KillPoint(.runtime, .publish, 7), systemCall: "write", thread: "weld-reader",
            outcome: .deviated, nanoseconds: nil, left: ["/x/weld/weld-1.sock"],
            deviations: ["left: /x/weld/weld-1.sock", "the editor exited(3), documented exited(0)"]),
        KillPointResult(KillPoint(.runtime, .publish, 900), outcome: .missed),
    ]

    init() throws {
        scratch = try Scratch()
    }

    /// Stores the kills in a run of their own and returns its number.
    private func store(in store: GateStore, hostClass: String = "dev") throws -> Int64 {
        let run = try store.beginRun(
            RunRecord(
                startedAt: 1_790_000_000_000, profile: .full, seed: 0, platform: .linux,
                hostClass: hostClass, gates: [], provenance: [Fact("purpose", "kill map")]),
            harness: HarnessProcess(pid: 4242, startTime: 7))
        for (position, result) in results.enumerated() {
            try store.append(result, run: run, position: position)
        }
        try store.finishRun(
            run, state: .finished, at: 1_790_000_003_000, results: [], controls: [])
        return run
    }

    @Test("what was stored is what is read, in its order")
    func roundTrip() throws {
        let store = try scratch.open()
        let run = try self.store(in: store)
        #expect(try store.killMap(run: run) == KillMap(run: run, results: results))
        #expect(try store.verify().findings.map(\.description) == [])
    }

    @Test("an edited kill is named, and so is one that is gone")
    func sealed() throws {
        let store = try scratch.open()
        _ = try self.store(in: store)
        try scratch.execute("UPDATE kill_point SET outcome = 'ended' WHERE position = 1")
        #expect(try store.verify().findings.contains { $0.tables.contains("kill_point") })
        try scratch.execute("UPDATE kill_point SET outcome = 'deviated' WHERE position = 1")
        #expect(try store.verify().findings.isEmpty)
        try scratch.execute("DELETE FROM kill_point WHERE position = 1")
        #expect(try store.verify().findings.contains { $0.tables.contains("kill_point") })
    }

    @Test("a report shows its run's own map, else the newest of its kind of host")
    func report() throws {
        let store = try scratch.open()
        let ordinary = try store.finishedRun()
        let report = { (run: Int64) in
            try store.report(run: run, declarations: [], notes: []).killMap?.run
        }
        #expect(try report(ordinary) == nil)
        let host = try store.run(ordinary).hostClass
        let first = try self.store(in: store, hostClass: host)
        let second = try self.store(in: store, hostClass: host)
        _ = try self.store(in: store, hostClass: "elsewhere")
        #expect(try report(ordinary) == second)
        #expect(try report(first) == first)
        #expect(try store.run(nil).id == ordinary)
    }

    @Test("the view shows times in milliseconds")
    func view() throws {
        let store = try scratch.open()
        _ = try self.store(in: store)
        let rows = try scratch.rows("SELECT * FROM v_kill_map")
        #expect(rows.count == 3)
        #expect(rows[0]["duration_ms"] as Double == 21.5)
        #expect(rows[1]["left_behind"] as String == #"["/x/weld/weld-1.sock"]"#)
    }
}
