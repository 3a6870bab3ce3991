internal import GateKit

/// By how much a subject is surely slower than the bare ping-pong beside it.
///
/// A difference and not a ratio: the floor's own tail is short, and a healthy subject's few
/// microseconds more are many times of it. Bounds of both sides are taken, so that a figure above
/// a threshold is the subject's and no luck; below it nothing is undecided (gates.md#g1).
enum BeyondFloor {
    /// The confidence of each of the two bounds; together they err in less than one of twenty.
    private static let confidence = 0.975

    /// Returns the nanoseconds that the subject's quantile is certainly above the floor's, 1 where
    /// it may be none; nil where there are too few samples for a bound.
    static func nanoseconds(_ p: Double, _ subject: [Double], _ floor: [Double]) -> Double? {
        guard
            let lower = OrderStatistics.lowerRank(
                count: subject.count, p: p, confidence: confidence),
            let upper = OrderStatistics.upperRank(
                count: floor.count, p: p, confidence: confidence)
        else { return nil }
        // One and not none: a time of exactly zero means a clock that is too coarse (gates.md#rule-2).
        return max(1, subject.sorted()[lower - 1] - floor.sorted()[upper - 1])
    }

    /// Returns the nanoseconds of the floor that the subject's quantile is compared with; nil where
    /// there are too few samples for a bound.
    static func tail(_ p: Double, of floor: [Double]) -> Double? {
        OrderStatistics.upperRank(count: floor.count, p: p, confidence: confidence)
            .map { floor.sorted()[$0 - 1] }
    }
}

/// What one part of the attempt measured of the subject, and of the floor beside it.
struct MeasuredPart {
    /// The subject's round trips in nanoseconds, in order.
    private(set) var subject: [Double] = []
    /// The floor's, in order.
    private(set) var floor: [Double] = []
    /// From the first to the last of both.
    private(set) var span: TimeSpan?
    /// Whether both were measured in turn.
    ///
    /// Whatever disturbed the host met both then, and its time excuses nothing; where one came after
    /// the other it does.
    let isInterleaved: Bool

    init(interleaved: Bool) { isInterleaved = interleaved }

    mutating func add(subject values: [Double], _ time: TimeSpan) {
        subject += values
        extend(time)
    }

    mutating func add(floor values: [Double], _ time: TimeSpan) {
        floor += values
        extend(time)
    }

    private mutating func extend(_ time: TimeSpan) {
        span = TimeSpan(start: span?.start ?? time.start, end: time.end)
    }

    /// Records by how much its median, and that of its last tenth, is beyond the floor's: what is
    /// late in every round, and what becomes later with every round.
    func recordMedian(to recorder: Recorder) {
        record(RoundTripMetric.medianBeyond, 0.5, subject, floor, to: recorder)
        guard subject.count >= Self.longEnough else { return }
        record(
            RoundTripMetric.medianBeyond, 0.5, Array(subject.suffix(subject.count / 10)),
            Array(floor.suffix(floor.count / 10)), to: recorder)
    }

    /// Records by how much one in a thousand, and one in two thousand, is beyond the floor's, and what
    /// that is of the floor.
    func recordTail(to recorder: Recorder) {
        for p in [0.999, 0.9995] {
            record(RoundTripMetric.tailBeyond, p, subject, floor, to: recorder)
        }
        if let tail = BeyondFloor.tail(0.999, of: floor) {
            recorder.samples(RoundTripMetric.floorTail, [tail], unit: .nanoseconds, span: span)
        }
    }

    /// A tenth of it decides a median by far.
    private static let longEnough = 1000

    private func record(
        _ metric: String, _ p: Double, _ subject: [Double], _ floor: [Double],
        to recorder: Recorder
    ) {
        guard let beyond = BeyondFloor.nanoseconds(p, subject, floor) else { return }
        let end = span?.end ?? 0
        recorder.samples(
            metric, [beyond], unit: .nanoseconds,
            span: isInterleaved ? TimeSpan(start: end, end: end) : span)
    }
}
