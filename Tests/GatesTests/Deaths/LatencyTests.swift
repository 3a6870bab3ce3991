import GateKit
import Synchronization
import Testing

@testable import Gates

@Suite("What a death's latency is recorded as")
struct LatencyTests {
    @Test("A latency is recorded for all kinds and for its own, with the time from the death on")
    func span() {
        let kept = Mutex<[AttemptMessage]>([])
        Recorder(clock: { 1_000 }, sink: { message in kept.withLock { $0.append(message) } })
            .latency("death.detect", "idle", nanoseconds: 30, since: 100)
        let expected = ["death.detect", "death.detect.idle"].map {
            AttemptMessage.samples(
                SampleBatch(
                    metric: $0, unit: .nanoseconds, values: [30],
                    span: TimeSpan(start: 100, end: 130)))
        }
        #expect(kept.withLock { $0 } == expected)
    }
}
