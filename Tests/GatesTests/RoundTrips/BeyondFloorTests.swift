import GateKit
import Testing

@testable import Gates

@Suite("What a subject is surely slower by than the floor")
struct BeyondFloorTests {
    /// So many values around ten microseconds, every n-th of them another.
    private func series(_ count: Int, every: Int = .max, _ slow: Double = 0) -> [Double] {
        (1...count).map { $0.isMultiple(of: every) ? slow : 10_000 + Double($0 % 7) }
    }

    @Test("Equal series are beyond by nothing")
    func equal() {
        for p in [0.5, 0.999] {
            #expect(BeyondFloor.nanoseconds(p, series(10_000), series(10_000)) == 1)
        }
    }

    @Test(
        "A slow path is in the tail whether it comes once in 500 or once in 100, and in no median",
        arguments: [500, 100])
    func tail(every: Int) throws {
        let slow = series(10_000, every: every, 2e6)
        let beyond = try #require(BeyondFloor.nanoseconds(0.999, slow, series(10_000)))
        #expect(beyond > 1.9e6)
        #expect(try #require(BeyondFloor.nanoseconds(0.5, slow, series(10_000))) < 100)
    }

    @Test("A host that stalls one in a thousand of both says nothing of the subject")
    func host() {
        let stalled = series(10_000, every: 1000, 4e7)
        #expect(BeyondFloor.nanoseconds(0.999, stalled, series(10_000, every: 1100, 4e7)) == 1)
        // Nor one that met the subject alone, a few times.
        #expect(
            BeyondFloor.nanoseconds(0.999, series(10_000, every: 1500, 4e7), series(10_000))
                .map { $0 < 100 } == true)
    }

    @Test("A part records the floor's own tail beside what is beyond it")
    func floorTail() {
        let kept = KeptMessages()
        var part = MeasuredPart(interleaved: true)
        let span = TimeSpan(start: 5, end: 9)
        part.add(subject: series(10_000, every: 250, 8e5), span)
        part.add(floor: series(10_000, every: 500, 4e7), span)
        part.recordTail(to: kept.recorder)
        #expect(kept.values(RoundTripMetric.tailBeyond) == [1, 1])
        #expect(kept.values(RoundTripMetric.floorTail) == [4e7])
    }

    @Test("Too few samples have no bound, and eight have one of the median")
    func few() {
        #expect(BeyondFloor.nanoseconds(0.999, series(10_000), series(2000)) == nil)
        #expect(BeyondFloor.nanoseconds(0.5, series(5), series(5)) == nil)
        #expect(BeyondFloor.nanoseconds(0.5, series(8), series(8)) == 1)
    }

    @Test("A part records its median and, where it is long, that of its last tenth")
    func drift() {
        let kept = KeptMessages()
        var part = MeasuredPart(interleaved: false)
        let span = TimeSpan(start: 5, end: 9)
        part.add(subject: (0..<2000).map { 10_000 + Double($0) * 250 }, span)
        part.add(floor: series(2000), span)
        part.recordMedian(to: kept.recorder)
        let beyond = kept.values(RoundTripMetric.medianBeyond)
        #expect(beyond.count == 2 && beyond[1] > 1.7 * beyond[0])
        #expect(kept.batches(RoundTripMetric.medianBeyond).allSatisfy { $0.span == span })
        // What was measured in turn is excused by nothing.
        let turns = KeptMessages()
        var inTurn = MeasuredPart(interleaved: true)
        inTurn.add(subject: series(2000), span)
        inTurn.add(floor: series(2000), span)
        inTurn.recordMedian(to: turns.recorder)
        #expect(
            turns.batches(RoundTripMetric.medianBeyond).allSatisfy { $0.span?.length == 0 })
        let short = KeptMessages()
        var few = MeasuredPart(interleaved: false)
        few.add(subject: series(8), span)
        few.add(floor: series(8), span)
        few.recordMedian(to: short.recorder)
        #expect(short.values(RoundTripMetric.medianBeyond).count == 1)
    }
}
