import GRDB
import GateKit
import Synchronization
import Testing

@testable import GateStore

/// The samples of an attempt are the bulk of a store: whoever needs them reads them once.
@Suite struct ReadOnceTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Counts the statements that read samples while `body` runs.
    private func reads(of store: GateStore, _ body: () throws -> Void) throws -> Int {
        let count = Mutex(0)
        store.queue.inDatabase { database in
            database.trace { event in
                if "\(event)".contains("SELECT value, sample_index FROM sample") {
                    count.withLock { $0 += 1 }
                }
            }
        }
        try body()
        store.queue.inDatabase { $0.trace(nil) }
        return count.withLock(\.self)
    }

    @Test("judging an attempt reads each of its five series once")
    func judging() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let id = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        try store.append(goodEvidence, attempt: id)
        try store.endAttempt(id, .exited(code: 0), at: 1)
        #expect(try reads(of: store) { _ = try store.judge(attempt: id) } == 5)
    }

    @Test("an attempt whose clock stood still is judged by the fault, from the same reading")
    func zero() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let id = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 0)
        let zeros = SampleBatch(
            metric: "rtt", unit: .nanoseconds, values: [Double](repeating: 0, count: 20))
        try store.append([.samples(zeros), .end], attempt: id)
        try store.endAttempt(id, .exited(code: 0), at: 1)
        var judged: JudgedAttempt?
        #expect(try reads(of: store) { judged = try store.judge(attempt: id) } == 1)
        #expect(judged?.judgements.map(\.verdict) == [.error, .error])
        #expect(judged?.faults.map(\.kind) == [.precondition, .precondition, .precondition])
        #expect(try store.verify().findings.map(\.description) == [])
        let again = try store.judge(attempt: id)
        #expect(again.faults == judged?.faults)
    }

    @Test("verifying reads each series once")
    func verifying() throws {
        let store = try scratch.open()
        try store.finishedRun()
        #expect(try reads(of: store) { _ = try store.verify() } == 5)
    }
}
