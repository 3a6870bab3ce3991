import Foundation
import GRDB
import GateKit
import Testing

@testable import GateStore

/// What retention removes, and what it never does.
@Suite struct RetentionTests {
    let scratch: Scratch
    let store: GateStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    @discardableResult
    private func run(
        _ verdict: Verdict, at start: Int64, commit: String = "new", host: String = "dev"
    ) throws -> Int64 {
        var record = RunRecord.fixture(hostClass: host, seed: UInt64(start))
        record.startedAt = start
        record.provenance = [Fact(ProvenanceKey.commit, commit)]
        return try store.finishedRun(
            record,
            results: [
                GateResult(
                    gate: .g1, verdict: verdict, contractVerdict: verdict,
                    reason: .recorded(text: "as it was"))
            ])
    }

    @Test("the newest of each cell and the NO-GO that it names stay, though no rule keeps them")
    func needed() throws {
        try run(.go, at: 1, commit: "old")
        let red = try run(.noGo, at: 2)
        try run(.go, at: 3)
        let newest = try run(.go, at: 4)
        let other = try run(.go, at: 1, host: "ci")
        let removed = try store.remove(keeping: [.last(0)], now: 5)
        #expect(removed.runs == [1, 3])
        #expect(try store.runIDs() == [red, newest, other])
        #expect(removed.storeBytes >= 0)
        #expect(try store.verify().findings.map(\.description) == [])
        #expect(try store.matrix().map(\.runID) == [other, newest])
        #expect(try store.matrix().last?.earlierNoGo == red)
    }

    @Test("what any rule keeps is kept, and a trial removes nothing")
    func rules() throws {
        try run(.go, at: 1, commit: "a")
        let red = try run(.noGo, at: 2, commit: "b")
        try run(.go, at: 3, commit: "c")
        try run(.go, at: 4, commit: "d")
        let before = try scratch.rows("SELECT count(*) FROM sample")[0][0] as Int
        let trial = try GateStore.trial(
            path: scratch.database, keeping: [.last(1), .verdicts([.noGo])], now: 9,
            isAlive: { _ in true })
        #expect(trial.runs == [1, 3] && trial.isTrial)
        #expect(try scratch.rows("SELECT count(*) FROM sample")[0][0] as Int == before)
        let removed = try store.remove(
            keeping: [.last(1), .verdicts([.noGo])], now: 9)
        #expect(removed.runs == trial.runs && removed.storeBytes == trial.storeBytes)
        #expect(try store.runIDs() == [red, 4])
        // Numbers are not given again.
        #expect(try run(.go, at: 9) == 5)
    }

    @Test("a trial opens nothing and leaves nothing, and a run whose process is dead keeps nobody")
    func trial() throws {
        try run(.go, at: 1, commit: "a")
        try run(.go, at: 2, commit: "b")
        _ = try store.beginRun(.fixture(seed: 7), harness: .fixture)
        try store.queue.close()
        func files() throws -> [String: Data] {
            try FileManager.default.contentsOfDirectory(atPath: scratch.directory).reduce(
                into: [:]
            ) { $0[$1] = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.directory)/\($1)")) }
        }
        let before = try files()
        #expect(before.keys.sorted() == ["results.db"])
        func trial(_ isAlive: Bool) throws -> RemovedRuns {
            try GateStore.trial(
                path: scratch.database, keeping: [.last(1)], now: 9, isAlive: { _ in isAlive })
        }
        #expect(try trial(false).runs == [1])
        #expect(storeError { _ = try trial(true) }?.kind == .busy)
        #expect(try files() == before)
    }

    @Test("artefacts go with their runs, and nobody else's do")
    func artefacts() throws {
        let old = try store.beginRun(.fixture(seed: 1), harness: .fixture)
        let attempt = try store.beginAttempt(.fixture(), rule: .fixture, run: old, startedAt: 1)
        let folder = "\(scratch.directory)/artefacts/run-\(old)/attempt-\(attempt)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for name in ["mine", "not-mine"] {
            try "12345".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        let outside = scratch.directory + "/outside"
        try "12345".write(toFile: outside, atomically: true, encoding: .utf8)
        try store.append(
            goodEvidence + [
                .artefact(name: "mine", path: "\(folder)/mine"),
                .artefact(name: "outside", path: outside),
            ], attempt: attempt)
        try store.endAttempt(attempt, .exited(code: 0), at: 2)
        _ = try store.judge(attempt: attempt)
        try store.finishRun(old, state: .finished, at: 3, results: [], controls: [])
        var newer = RunRecord.fixture(seed: 2)
        newer.startedAt += 1
        _ = try store.finishedRun(newer)
        let removed = try store.remove(keeping: [.last(1)], now: 9)
        #expect(removed.runs == [old] && removed.artefactBytes == 5)
        let file = FileManager.default
        #expect(!file.fileExists(atPath: "\(folder)/mine"))
        #expect(file.fileExists(atPath: "\(folder)/not-mine"))
        #expect(file.fileExists(atPath: outside))
    }

    @Test("nothing is removed while a run is made, and an empty store has nothing to remove")
    func busy() throws {
        #expect(try store.remove(keeping: [.last(0)], now: 9).runs == [])
        _ = try store.beginRun(.fixture(seed: 3), harness: .fixture)
        #expect(
            storeError { _ = try store.remove(keeping: [.last(0)], now: 9) }?.kind
                == .busy)
    }
}
