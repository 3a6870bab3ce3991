import Foundation
import GateKit
import GateStore
import Testing

/// A store that grew for years answers as one of yesterday does (credibility.md#endurance).
///
/// `WELD_LARGE_STORE_SAMPLES` says of how many samples it is, 200 000 without it; `CI/endurance.sh`
/// asks for ten million.
@Suite struct LargeStoreTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private static var samples: Int {
        ProcessInfo.processInfo.environment["WELD_LARGE_STORE_SAMPLES"].flatMap { Int($0) }
            ?? 200_000
    }

    @Test("A store of many samples is verified, and every one of them counted")
    func samples() throws {
        let store = try scratch.open()
        let run = try store.beginRun(.fixture(), harness: .fixture)
        let attempt = try store.beginAttempt(.fixture(), rule: .fixture, run: run, startedAt: 1)
        let batch = 10_000
        let batches = max(1, Self.samples / batch)
        for number in 0..<batches {
            let values = (0..<batch).map { 11_000 + Double($0 % 977) + Double(number % 7) }
            try store.append(
                [.samples(SampleBatch(metric: "rtt", unit: .nanoseconds, values: values))],
                attempt: attempt)
        }
        try store.append(goodEvidence, attempt: attempt)
        try store.endAttempt(attempt, .exited(code: 0), at: 2)
        _ = try store.judge(attempt: attempt)
        try store.finishRun(run, state: .finished, at: 3, results: [], controls: [])
        #expect(try store.sampleCounts(run: run)["rtt"] == batches * batch + 20)
        #expect(try store.verify().findings.map(\.description) == [])
    }

    @Test("A store of many runs names the newest, and verifies each")
    func runs() throws {
        let store = try scratch.open()
        let count = max(50, Self.samples / 10_000)
        var newest: Int64 = 0
        for _ in 0..<count { newest = try store.finishedRun() }
        #expect(try store.runIDs().count == count)
        #expect(try store.run(nil).id == newest)
        #expect(try store.verify().findings.map(\.description) == [])
    }
}
