/// Where a procedure leaves its evidence; every call reaches the store as it is made.
public final class Recorder: Sendable {
    private let sink: @Sendable (AttemptMessage) -> Void

    /// Creates a recorder that hands every message to `sink`, from whichever thread calls.
    public init(sink: @escaping @Sendable (AttemptMessage) -> Void) {
        self.sink = sink
    }

    /// Records any message.
    public func record(_ message: AttemptMessage) {
        sink(message)
    }

    /// Records samples of a metric.
    public func samples(
        _ metric: String, _ values: [Double], unit: MeasurementUnit, warmup: Bool = false
    ) {
        guard !values.isEmpty else { return }
        sink(.samples(SampleBatch(metric: metric, unit: unit, warmup: warmup, values: values)))
    }

    /// Records one count, such as the wrong replies of a trial or a milestone reached.
    public func count(_ metric: String, _ value: Int = 1) {
        samples(metric, [Double(value)], unit: .count)
    }

    /// Records one trial of a question that must hold: 0 when it held, 1 when it did not.
    public func trial(_ metric: String, holds: Bool) {
        count(metric, holds ? 0 : 1)
    }

    /// Records what a stub reported.
    public func event(_ event: StubEvent) {
        sink(.event(event))
    }

    /// Records a fact about how the attempt was made.
    public func fact(_ key: String, _ value: String) {
        sink(.fact(Fact(key, value)))
    }

    /// Records something that must not be.
    public func violation(_ kind: Violation.Kind, _ text: String) {
        sink(.violation(Violation(kind, text)))
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
