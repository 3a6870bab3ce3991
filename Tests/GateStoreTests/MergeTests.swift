import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

/// Several stores become one, and go on as one.
@Suite struct MergeTests {
    let into: Scratch

    init() throws {
        into = try Scratch()
    }

    private func result(_ verdict: Verdict) -> GateResult {
        GateResult(
            gate: .g1, verdict: verdict, contractVerdict: verdict,
            reason: .recorded(text: "as it was"))
    }

    private func record(_ platform: PlatformID, _ seed: UInt64, at start: Int64) -> RunRecord {
        var record = RunRecord.fixture(platform: platform, seed: seed)
        record.startedAt = start
        return record
    }

    @Test("three stores of three systems become one matrix, and merging again changes nothing")
    func three() throws {
        let systems: [PlatformID] = [.linux, .macos, .windows]
        var sources: [GateStore] = []
        var scratches: [Scratch] = []
        for (index, platform) in systems.enumerated() {
            let scratch = try Scratch()
            scratches.append(scratch)
            let store = try scratch.open()
            _ = try store.finishedRun(
                record(platform, UInt64(index), at: 5), results: [result(.go)])
            sources.append(try GateStore.openReadOnly(path: scratch.database))
        }
        let target = try into.open()
        for source in sources { #expect(try target.merge(source).runs.map(\.wasThere) == [false]) }
        #expect(try target.matrix().map(\.platform) == systems)
        #expect(try target.verify().findings.map(\.description) == [])
        for source in sources { #expect(try target.merge(source).runs.map(\.wasThere) == [true]) }
        #expect(try target.runIDs().count == 3)
    }

    @Test("what began last is newest, whatever number it was given")
    func age() throws {
        let other = try Scratch()
        _ = try other.open().finishedRun(record(.linux, 1, at: 1_000), results: [result(.noGo)])
        let target = try into.open()
        _ = try target.finishedRun(record(.linux, 2, at: 2_000), results: [result(.go)])
        _ = try target.merge(GateStore.openReadOnly(path: other.database))
        #expect(try target.run(nil).id == 1)
        let cell = try #require(try target.matrix().first)
        #expect(cell.runID == 1 && cell.result.verdict == .go)
        #expect(cell.earlierNoGo == 2)
    }

    /// Makes a run that began at a moment, with a sensitivity and a kill map, and where asked with a
    /// control that was caught.
    @discardableResult
    private func fill(
        _ store: GateStore, at start: Int64, slowdown: UInt64, catches: Bool = false
    ) throws -> Int64 {
        let run = try store.beginRun(
            record(.linux, UInt64(start), at: start), harness: .fixture)
        try store.makeAttempt(run: run)
        try store.store(
            SensitivityResult(
                gate: .g1, control: "echo-delay", check: "g1.p50", slowdown: slowdown, rejected: 9,
                tried: 9), run: run)
        try store.append(
            KillPointResult(KillPoint(.runtime, .publish, Int(start)), outcome: .missed),
            run: run, position: 0)
        let caught = ControlResult(
            control: .delay, observed: .recorded(text: "g1.p50"), verdict: .go)
        try store.finishRun(
            run, state: .finished, at: start + 1, results: [result(.go)],
            controls: catches ? [caught] : [])
        return run
    }

    @Test("an older run that was imported later hides neither a sensitivity nor a kill map")
    func older() throws {
        let old = try Scratch()
        try fill(try old.open(), at: 1_000, slowdown: 1)
        let target = try into.open()
        let own = try fill(target, at: 2_000, slowdown: 2)
        let newer = try target.finishedRun(record(.linux, 9, at: 3_000), results: [result(.go)])
        _ = try target.merge(GateStore.openReadOnly(path: old.database))
        let report = try target.report(run: newer, declarations: [], notes: [])
        #expect(report.sensitivities.map(\.slowdown) == [2])
        #expect(report.killMap?.run == own)
        // What reports need stays; the imported one, whose number is higher, goes.
        let removed = try target.remove(keeping: [.last(0)], now: 9_000)
        #expect(removed.runs == [3])
    }

    @Test("a control counts for the runs of its commit that began later, whatever their numbers")
    func coverage() throws {
        let target = try into.open()
        try fill(target, at: 3_000, slowdown: 2, catches: true)
        let own = try fill(target, at: 2_000, slowdown: 2)
        let report = { try target.report(run: own, declarations: [], notes: []).coverage }
        #expect(try report()?.inThisCommit == [])
        #expect(try report()?.runs == 1)
        try fill(target, at: 1_000, slowdown: 2, catches: true)
        #expect(try report()?.inThisCommit == ["g1.p50"])
        #expect(try report()?.runs == 2)
    }

    @Test("a run that has not ended is left out, one with another content is a conflict")
    func left() throws {
        let other = try Scratch()
        let source = try other.open()
        _ = try source.finishedRun(record(.linux, 1, at: 1_000))
        let open = try source.beginRun(record(.linux, 2, at: 2_000), harness: .fixture)
        let target = try into.open()
        let merged = try target.merge(GateStore.openReadOnly(path: other.database))
        #expect(merged.running == [open])
        #expect(try target.runIDs() == [1])
        try other.execute("UPDATE run_fact SET value = 'x' WHERE key = 'host'")
        let edited = try GateStore.openReadOnly(path: other.database)
        #expect(storeError { _ = try target.merge(edited) }?.kind == .conflict)
        #expect(
            storeError { try GateStore.checkConflicts(among: [target, edited]) }?.kind == .conflict)
    }

    @Test("an edited run stops a merge, and what came before it stays")
    func edited() throws {
        let other = try Scratch()
        let source = try other.open()
        _ = try source.finishedRun(record(.linux, 1, at: 1_000))
        _ = try source.finishedRun(record(.linux, 2, at: 2_000))
        try other.execute("UPDATE run_fact SET value = 'x' WHERE key = 'host' AND run_id = 2")
        let target = try into.open()
        let error = storeError {
            _ = try target.merge(GateStore.openReadOnly(path: other.database))
        }
        #expect(error?.kind == .differs)
        #expect(try target.runIDs() == [1])
        #expect(try target.verify().findings.map(\.description) == [])
    }

    @Test("resets come along once")
    func resets() throws {
        let other = try Scratch()
        let source = try other.open()
        _ = try source.finishedRun(record(.linux, 1, at: 1_000))
        try source.reset(.init(subject: "g1.p50", at: 5, who: "anna", why: "new driver"))
        let target = try into.open()
        for _ in 0..<2 { _ = try target.merge(GateStore.openReadOnly(path: other.database)) }
        #expect(try into.rows("SELECT who FROM v_resets").map { $0[0] as String } == ["anna"])
    }
}
