import GateKit
import GateStore
import Testing

@Suite struct BrokenRunTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("a running run whose process is gone is broken, one whose process lives is not")
    func marks() throws {
        let first = try scratch.open()
        let gone = try first.beginRun(.fixture(), harness: HarnessProcess(pid: 1, startTime: 5))
        let alive = try first.beginRun(.fixture(), harness: HarnessProcess(pid: 1, startTime: 6))
        let finished = try first.finishedRun()
        let store = try GateStore(path: scratch.database, isAlive: { $0.startTime == 6 })
        #expect(try store.run(gone).state == .broken)
        #expect(try store.run(gone).finishedAt == nil)
        #expect(try store.run(alive).state == .running)
        #expect(try store.run(finished).state == .finished)
    }

    @Test("the open attempt of a broken run was interrupted, an ended one keeps its ending")
    func attempts() throws {
        let first = try scratch.open()
        let run = try first.beginRun(.fixture(), harness: .fixture)
        let ended = try first.makeAttempt(run: run)
        let open = try first.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        let store = try GateStore(path: scratch.database, isAlive: { _ in false })
        #expect(try store.attempt(ended).ending == .exited(code: 0))
        #expect(try store.attempt(open).ending == .interrupted)
        #expect(try store.recomputedJudgements(attempt: open).allSatisfy { $0.verdict != .go })
    }
}
