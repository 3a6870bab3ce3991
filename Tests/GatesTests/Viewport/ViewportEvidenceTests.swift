import GateKit
import Synchronization
import Testing

@testable import Gates

@Suite("What is recorded of a viewport's run")
struct ViewportEvidenceTests {
    private final class Kept: Sendable {
        let messages = Mutex<[AttemptMessage]>([])

        var recorder: Recorder {
            // A clock gives a time to whatever is not kept without one on purpose.
            Recorder(
                clock: { 7 }, sink: { message in self.messages.withLock { $0.append(message) } })
        }

        func values(_ metric: String) -> [Double] { batches(metric).flatMap(\.values) }

        func batches(_ metric: String) -> [SampleBatch] {
            messages.withLock { $0 }.compactMap { message in
                guard case .samples(let batch) = message, batch.metric == metric else { return nil }
                return batch
            }
        }

        var faults: [HarnessFault.Kind] {
            messages.withLock { $0 }.compactMap { message in
                if case .fault(let fault) = message { fault.kind } else { nil }
            }
        }
    }

    private func event(
        _ role: String, _ name: String, _ time: UInt64, _ fields: [String: String] = [:]
    ) -> StubEvent {
        StubEvent(number: 1, time: time, pid: 1, role: role, name: name, fields: fields)
    }

    /// Five seconds in which everything moves at a rate.
    private func record(
        rate: Int = 60, pace: Double? = 62, validation: String = "1.3", sync: String = "true"
    ) -> Kept {
        let kept = Kept()
        var events = [
            event(
                "editor", "display", 0, ["validation": validation, "sync_validation": sync])
        ]
        for index in 0..<(5 * rate) {
            let time = UInt64(index * 1_000_000_000 / rate)
            let fields = ["id": "\(index + 1)", "witness": "\(index + 1)", "frame": "\(index + 1)"]
            events.append(event("runtime", "frame-published", time, fields))
            events.append(event("editor", "frame-presented", time, fields))
            events.append(event("observer", "composited", time, fields))
        }
        ViewportEvidence(
            ViewportTranscript(events), in: TimeSpan(start: 0, end: 5_000_000_000),
            recorder: kept.recorder
        ).record(pace: pace, ratesOver: 5)
        return kept
    }

    @Test("A rate's distance from 60 is what is judged", arguments: [(60, 0.0), (30, 30), (63, 3)])
    func deviation(rate: Int, expected: Double) {
        let kept = record(rate: rate)
        #expect(kept.values(ViewportMetric.offRuntime) == [expected])
        #expect(kept.values(ViewportMetric.offEditor) == [expected])
        #expect(kept.values(ViewportMetric.rateRuntime) == [Double(rate)])
    }

    @Test(
        "A period that is too fast has no time, so that no host excuses it",
        arguments: [(63, nil), (60, TimeSpan(start: 0, end: 5_000_000_000))])
    func tooFast(rate: Int, span: TimeSpan?) {
        let kept = record(rate: rate)
        for metric in [ViewportMetric.offRuntime, ViewportMetric.offEditor] {
            #expect(kept.batches(metric).map(\.span) == [span])
        }
    }

    @Test("A compositor that cannot show 57 frames a second leaves the editor's rate undecided")
    func slowCompositor() {
        let kept = record(pace: 55)
        #expect(kept.values(ViewportMetric.offEditor).isEmpty)
        #expect(kept.values(ViewportMetric.offRuntime) == [0])
        #expect(kept.faults.isEmpty)
    }

    @Test(
        "Without the layer, or without synchronization validation, nothing is judged",
        arguments: [("none", "false"), ("1.3", "false"), ("none", "true")])
    func noLayer(validation: String, sync: String) {
        let kept = record(validation: validation, sync: sync)
        #expect(kept.faults == [.precondition])
        #expect(kept.values(ViewportMetric.layer).isEmpty)
    }

    @Test("Everything that moved counts for the milestones")
    func milestones() {
        let kept = record()
        #expect(kept.values(ViewportMetric.shown) == [300])
        #expect(kept.values(ViewportMetric.seconds).count == 5)
        #expect(kept.values(ViewportMetric.layer) == [1])
        #expect(kept.values(ViewportMetric.validation) == [0])
    }
}
