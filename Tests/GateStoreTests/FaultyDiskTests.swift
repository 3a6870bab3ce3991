import CFaultyDisk
import Foundation
import GateKit
import Testing

@testable import GateStore

/// A disk that fails at any moment costs what was not committed yet, and nothing else.
@Suite(.serialized) struct FaultyDiskTests {
    /// A call of SQLite's on its files, how it fails, and whether the disk stays so.
    struct Fault: CustomTestStringConvertible {
        var call: faulty_disk_call
        /// SQLite's code: 13 is a full disk, 10 with its high byte an error of a call.
        var code: Int32
        var isForever: Bool
        var name: String

        var testDescription: String { "\(name)\(isForever ? " from then on" : "")" }

        static let all: [Fault] = [false, true].flatMap { isForever in
            [
                (FAULTY_DISK_WRITE, 13, "disk full"), (FAULTY_DISK_WRITE, 778, "write fails"),
                (FAULTY_DISK_SYNC, 1034, "sync fails"), (FAULTY_DISK_READ, 266, "read fails"),
                (FAULTY_DISK_TRUNCATE, 1546, "truncate fails"),
                (FAULTY_DISK_OPEN, 14, "open fails"), (FAULTY_DISK_DELETE, 2570, "delete fails"),
            ].map { Fault(call: $0, code: $1, isForever: isForever, name: $2) }
        }
    }

    /// What one life of a store committed before it ended.
    private struct Life {
        var run: Int64?
        /// Samples that were told as stored.
        var samples = 0
        var isFinished = false
        var error: StoreError?
    }

    /// A whole run, as far as the disk lets it.
    private func live(_ path: String) -> Life {
        var life = Life()
        do throws(StoreError) {
            let store = try GateStore(path: path) { _ in true }
            let run = try store.beginRun(.fixture(), harness: .fixture)
            life.run = run
            let attempt = try store.beginAttempt(
                .fixture(), rule: .fixture, run: run, startedAt: 0)
            // More than one page each, and as a whole more than one turn of the log.
            for part in 0..<4 {
                let values = (0..<700).map { Double(part * 700 + $0) + 0.5 }
                try store.append(
                    [.samples(SampleBatch(metric: "rtt", unit: .nanoseconds, values: values))],
                    attempt: attempt)
                life.samples += values.count
            }
            try store.endAttempt(attempt, .exited(code: 0), at: 1)
            _ = try store.judge(attempt: attempt)
            try store.finishRun(run, state: .finished, at: 2, results: [.red], controls: [])
            life.isFinished = true
            try store.confirm(run: run)
        } catch {
            life.error = error
        }
        return life
    }

    @Test("the n-th call fails, for every n: all that was committed is there", arguments: Fault.all)
    func everyCall(fault: Fault) throws {
        try #require(faulty_disk_install() == 0)
        var number: Int32 = 1
        var calls: Int32 = .max
        while number <= calls {
            let scratch = try Scratch()
            unsafe faulty_disk_arm(
                scratch.directory, Int32(fault.call.rawValue), number, fault.code,
                fault.isForever ? 1 : 0)
            let life = live(scratch.database)
            calls = faulty_disk_disarm()
            let place = "\(fault.name) \(number) of \(calls)"
            if let error = life.error {
                #expect(error.exitCode == .cannotWrite, "\(place): \(error)")
            }
            try expectWhole(scratch, life, place)
            // The first ones all, then ever larger steps: a run has hundreds of writes.
            number += max(1, number / 12)
        }
    }

    /// The store opens, holds what its life was told, and verifies.
    private func expectWhole(_ scratch: Scratch, _ life: Life, _ place: String) throws {
        guard FileManager.default.fileExists(atPath: scratch.database) else {
            #expect(life.run == nil, "\(place)")
            return
        }
        let store = try GateStore(path: scratch.database) { _ in false }
        guard let run = life.run else { return }
        let counts = try store.sampleCounts(run: run)
        #expect(counts["rtt", default: 0] >= life.samples, "\(place): \(counts)")
        let found = try store.run(run).state
        #expect(!life.isFinished || found == .finished, "\(place): \(found)")
        #expect(try store.verify().findings.map(\.description) == [], "\(place)")
    }
}
