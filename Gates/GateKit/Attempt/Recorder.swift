internal import Synchronization

/// Where a procedure leaves its evidence; every call reaches the store as it is made.
public final class Recorder: Sendable {
    private let sink: @Sendable (AttemptMessage) -> Void
    private let clock: (@Sendable () -> UInt64)?
    private let lastRecorded: Mutex<[String: UInt64]>
    private let eventBytes = Mutex(0)

    /// Most bytes of events that an attempt keeps, 100 a line besides its name and fields: a healthy
    /// pair of the longest attempt reports less than half of it.
    public static let eventLimit = 128 << 20

    /// Creates a recorder that hands every message to `sink`, from whichever thread calls.
    ///
    /// - Parameter clock: nanoseconds of the monotonic clock; without it samples have only the
    ///   times that the procedure gives them.
    public init(
        clock: (@Sendable () -> UInt64)? = nil, sink: @escaping @Sendable (AttemptMessage) -> Void
    ) {
        self.clock = clock
        self.sink = sink
        lastRecorded = Mutex(clock.map { ["": $0()] } ?? [:])
    }

    /// Records any message.
    public func record(_ message: AttemptMessage) {
        sink(message)
    }

    /// Records samples of a metric.
    ///
    /// Batches of times should be small, a tenth of a second or so: a batch is left out of a
    /// judgement as a whole when the host was busy otherwise in a part of its time.
    ///
    /// - Parameter span: when they were taken; where it is not given, times and rates count as
    ///   taken since the metric was last recorded.
    public func samples(
        _ metric: String, _ values: [Double], unit: MeasurementUnit, warmup: Bool = false,
        span: TimeSpan? = nil
    ) {
        guard !values.isEmpty else { return }
        let batch = SampleBatch(
            metric: metric, unit: unit, warmup: warmup, values: values,
            span: span ?? sinceLastRecord(metric, unit))
        sink(.samples(batch))
    }

    private func sinceLastRecord(_ metric: String, _ unit: MeasurementUnit) -> TimeSpan? {
        guard let clock, [.nanoseconds, .seconds, .perSecond].contains(unit) else { return nil }
        let now = clock()
        return lastRecorded.withLock { last in
            let start = last[metric] ?? last[""] ?? now
            last[metric] = now
            return TimeSpan(start: start, end: now)
        }
    }

    /// Records one count, such as the wrong replies of a trial or a milestone reached.
    ///
    /// - Parameter span: The wait behind it, where it is one that can run out.
    public func count(_ metric: String, _ value: Int = 1, span: TimeSpan? = nil) {
        samples(metric, [Double(value)], unit: .count, span: span)
    }

    /// Records one trial of a question that must hold: 0 when it held, 1 when it did not.
    public func trial(_ metric: String, holds: Bool, span: TimeSpan? = nil) {
        count(metric, holds ? 0 : 1, span: span)
    }

    /// Records what a stub reported, and returns whether it was kept.
    ///
    /// Beyond ``eventLimit`` nothing is: the first line too many is a violation, which says so.
    @discardableResult
    public func event(_ event: StubEvent) -> Bool {
        let size = 100 + event.name.utf8.count + event.fields.utf8.count
        let before = eventBytes.withLock { sum in
            defer { if sum <= Self.eventLimit { sum += size } }
            return sum
        }
        guard before <= Self.eventLimit else { return false }
        guard before + size <= Self.eventLimit else {
            violation(
                .breach, "the stubs reported more than \(Self.eventLimit >> 20) MiB of events")
            return false
        }
        sink(.event(event))
        return true
    }

    /// Records a fact about how the attempt was made.
    public func fact(_ key: String, _ value: String) {
        sink(.fact(Fact(key, value)))
    }

    /// Records something that must not be.
    ///
    /// - Parameter span: The wait that ran out, where it is one.
    public func violation(_ kind: Violation.Kind, _ text: String, span: TimeSpan? = nil) {
        sink(.violation(Violation(kind, text, span: span)))
    }

    /// Records a failure of the judge's own side.
    public func fault(_ kind: HarnessFault.Kind, _ text: String) {
        sink(.fault(HarnessFault(kind, text)))
    }

    /// Tells the person who waits what is being done.
    public func progress(_ text: String) {
        sink(.progress(text))
    }
}
