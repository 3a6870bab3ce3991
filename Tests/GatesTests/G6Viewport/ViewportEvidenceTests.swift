import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("What is recorded of a viewport's run")
struct ViewportEvidenceTests {
    /// Five seconds in which everything moves at a rate.
    private func record(
        rate: Int = 60, pace: Double? = 62, readBackEvery: Int = 1
    ) -> KeptMessages {
        let kept = KeptMessages()
        var events = [EventRecord.editor(0, .display())]
        var readings: [UInt64: PresentedReading] = [:]
        for index in 0..<(5 * rate) {
            let time = UInt64(index * 1_000_000_000 / rate)
            let id = UInt64(index + 1)
            events.append(.runtime(time, .published(id, done: time)))
            events.append(.editor(time, .presented(id), number: id))
            if index % readBackEvery == 0 {
                readings[id] = PresentedReading(frame: UInt32(id), isTorn: false)
            }
            events.append(.composited(UInt32(id), shown: time))
        }
        ViewportEvidence(
            ViewportTranscript(events, readings: readings),
            in: TimeSpan(start: 0, end: 5_000_000_000),
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

    @Test("An editor that did not say what it draws with is a failure of the judge's")
    func noDisplay() {
        let kept = KeptMessages()
        ViewportEvidence(
            ViewportTranscript(), in: TimeSpan(start: 0, end: 1), recorder: kept.recorder
        ).record(pace: nil, ratesOver: 1)
        #expect(kept.faults.map(\.kind) == [.harness])
    }

    @Test("A picture that nobody read back is no sample, and misses the milestone")
    func missingReadBacks() {
        let kept = record(readBackEvery: 3)
        #expect(kept.values(ViewportMetric.tornPresented).count == 100)
        #expect(kept.values(ViewportMetric.readBack) == [100])
        #expect(kept.values(ViewportMetric.offEditor) == [0])
        #expect(kept.values(ViewportMetric.tornComposited).count == 300)
    }

    @Test("Everything that moved counts for the milestones")
    func milestones() {
        let kept = record()
        #expect(kept.values(ViewportMetric.shown) == [300])
        #expect(kept.values(ViewportMetric.seconds).count == 5)
        #expect(kept.values(ViewportMetric.readBack) == [300])
        #expect(kept.values(ViewportMetric.tornPresented) == .init(repeating: 0, count: 300))
    }
}
