internal import GateHost
internal import GateKit

/// The outcomes of one part of the attempt, until they are recorded.
struct RoundTripTally {
    /// The series that the latencies belong to.
    let metric: String
    /// Whether they were taken before the system was warm.
    let isWarmup: Bool
    /// Nanoseconds of each right reply that is not recorded yet.
    private(set) var latencies: [Double] = []
    /// Nanoseconds of each right reply so far.
    private(set) var all: [Double] = []
    /// From the first request to the last reply.
    private(set) var whole: TimeSpan?
    /// Whether the connection can carry no further request.
    private(set) var isBroken = false

    private var span: TimeSpan?
    /// The wait for a reply that ran out.
    private var patience: TimeSpan?
    /// Why the connection broke, which no host does.
    private var breach: String?
    private var wrong = 0
    private var lost = 0
    private var outOfOrder = 0

    init(_ metric: String, isWarmup: Bool = false, capacity: Int) {
        self.metric = metric
        self.isWarmup = isWarmup
        latencies.reserveCapacity(capacity)
        all.reserveCapacity(capacity)
    }

    /// Adds the outcome of a request that was due at `start`.
    ///
    /// A wrong reply is a violation and not a sample (gates.md#rule-3).
    mutating func add(_ outcome: EchoOutcome, since start: UInt64) {
        switch outcome {
        case .reply(let now):
            latencies.append(Double(now - start))
            all.append(Double(now - start))
            whole = TimeSpan(start: whole?.start ?? start, end: now)
            span = TimeSpan(start: span?.start ?? start, end: now)
        case .wrong: wrong += 1
        case .outOfOrder:
            outOfOrder += 1
            isBroken = true
        case .lost:
            lost += 1
            isBroken = true
            patience = .since(start)
        case .broken(let reason):
            lost += 1
            isBroken = true
            breach = reason
        }
    }

    /// Whether what was added so far covers so much time that it should be recorded.
    var isLong: Bool { span.map { $0.end > $0.start + Self.longest } ?? false }

    /// Interference leaves a batch out as a whole; short ones keep that fair.
    private static let longest: UInt64 = 50_000_000

    /// Hands everything to the recorder and starts anew.
    mutating func record(to recorder: Recorder) {
        recorder.samples(
            metric, latencies, unit: .nanoseconds, warmup: isWarmup, span: span)
        recorder.count(RoundTripMetric.wrong, wrong)
        recorder.count(RoundTripMetric.lost, lost, span: patience)
        if let breach {
            recorder.violation(.misbehaviour, "the runtime broke the connection: \(breach)")
        }
        recorder.count(RoundTripMetric.outOfOrder, outOfOrder)
        latencies.removeAll(keepingCapacity: true)
        span = nil
        patience = nil
        breach = nil
        wrong = 0
        lost = 0
        outOfOrder = 0
    }
}
