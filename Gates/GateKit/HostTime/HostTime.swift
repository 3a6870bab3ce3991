/// How much time the host demonstrably took from a subject within any span of an attempt
/// (credibility.md#host-time).
///
/// Four sources, each in its own unit: pulses (nobody had the processor, or it was slowed), steal,
/// processor time of others, and quotas. Pulses and steal see the same loss and count once; what
/// others used and what a quota took comes on top.
public struct HostTime: Sendable {
    private let pulses: PulseTimeline
    private let windows: [HostWindow]
    /// Whether processes of others, which are normal, can delay the subjects.
    private let countsForeign: Bool

    /// The kernel counts idle time in ticks of this many nanoseconds, on each processor.
    private static let tick = 10_000_000.0

    /// Takes what was seen of the host.
    public init(_ rule: InterferenceRule, windows: [HostWindow], pulses: [HostPulse]) {
        self.windows = windows
        self.pulses = PulseTimeline(pulses, rule: rule.pulse)
        countsForeign = rule.subjectPriority == 0
    }

    /// Returns how many nanoseconds of a span the host took: never more than the span.
    public func taken(during span: TimeSpan) -> Double {
        let parts = parts(during: span)
        return min(Double(span.length), parts.reduce(0) { $0 + $1.nanoseconds })
    }

    /// Returns the source that took most of a span; nil where nothing was taken.
    func mainSource(during span: TimeSpan) -> Contamination? {
        parts(during: span).filter { $0.nanoseconds > 0 }
            .max { $0.nanoseconds < $1.nanoseconds }?.source
    }

    /// Everything that was watched.
    var whole: TimeSpan {
        TimeSpan(start: windows.first?.start ?? 0, end: windows.last?.end ?? 0)
    }

    private func parts(
        during span: TimeSpan
    ) -> [(source: Contamination, nanoseconds: Double)] {
        let length = Double(span.length)
        guard length > 0 else { return [] }
        let touched = windows[touched(by: span)]
        func sum(_ value: (HostWindow) -> Double) -> Double { touched.reduce(0) { $0 + value($1) } }
        let late = pulses.taken(during: span)
        let steal = min(length, sum { Double($0.steal) })
        var parts: [(source: Contamination, nanoseconds: Double)] = [
            late >= steal ? (.pulse, late) : (.steal, steal),
            (.throttled, min(length, sum { Double($0.throttled) })),
        ]
        if countsForeign {
            // Summed before it is bounded: what one window counts too much the next one lacks.
            let processors = touched.map(\.processors).max() ?? 0
            let foreign = sum(\.foreignTime) - Double(processors) * Self.tick
            parts.append((.foreign, max(0, min(length, foreign))))
        }
        return parts
    }

    /// The windows that a span has a moment in common with; they are in order.
    private func touched(by span: TimeSpan) -> Range<Int> {
        let start = windows.indices.boundary { windows[$0].end > span.start }
        let end = windows.indices.boundary { windows[$0].start >= span.end }
        return start..<max(start, end)
    }
}

extension HostWindow {
    /// What others used of the processors that the attempt may use; below 0 where a counter that
    /// moves in ticks had not moved yet.
    var foreignTime: Double {
        Double(length) * Double(processors) - Double(own) - Double(idle) - Double(steal)
    }
}

/// What the pulses show as taken, at every moment: of several processors the most.
struct PulseTimeline: Sendable {
    /// Where the share changes, in order, each with what was taken before it.
    private var moments: [Moment] = []

    private struct Moment {
        var time: UInt64
        /// Nanoseconds taken until then.
        var before: Double
        /// Which part of the time is taken from then on.
        var share: Double
    }

    /// The part of a time that was taken on one processor.
    struct Loss: Equatable {
        var processor: Int
        var start: UInt64
        var end: UInt64
        var share: Double
    }

    /// Adds up the losses; without a rule nothing was calibrated and nothing counts.
    init(_ pulses: [HostPulse], rule: PulseRule?) {
        guard let rule else { return }
        let losses = Self.losses(pulses, rule)
        // One step for the beginning and one for the end of each loss.
        let steps = losses.flatMap {
            [($0.start, $0.processor, $0.share), ($0.end, $0.processor, 0)]
        }.sorted { ($0.0, $0.2) < ($1.0, $1.2) }
        var shares: [Int: Double] = [:]
        var taken = 0.0
        for (time, processor, share) in steps {
            if let last = moments.last { taken += Double(time - last.time) * last.share }
            shares[processor] = share
            moments.append(
                Moment(time: time, before: taken, share: shares.values.max() ?? 0))
        }
    }

    /// Returns the nanoseconds of a span that were taken.
    func taken(during span: TimeSpan) -> Double {
        span.length > 0 ? max(0, taken(until: span.end) - taken(until: span.start)) : 0
    }

    private func taken(until time: UInt64) -> Double {
        let next = moments.indices.boundary { moments[$0].time > time }
        guard next > 0 else { return 0 }
        let moment = moments[next - 1]
        return moment.before + Double(time - moment.time) * moment.share
    }

    /// Returns what each disturbed pulse shows as taken.
    ///
    /// A late pulse proves its lateness. A slowed one, or one of several that a thief of short
    /// slices delays, proves the share of the processor that was missing: since the pulse before
    /// it where that was disturbed too, and since half-way where it was not.
    static func losses(_ pulses: [HostPulse], _ rule: PulseRule) -> [Loss] {
        var last: [Int: (end: UInt64, wasDisturbed: Bool)] = [:]
        var losses: [Loss] = []
        for pulse in pulses.sorted(by: { ($0.due, $0.processor) < ($1.due, $1.processor) }) {
            let previous = last[pulse.processor]
            let isDisturbed = pulse.response > rule.limit
            let end = max(pulse.end, previous?.end ?? 0)
            last[pulse.processor] = (end, isDisturbed)
            guard isDisturbed else { continue }
            let response = Double(pulse.response)
            let certain = response - Double(min(rule.duration, pulse.response))
            let gap = max(response, previous.map { Double(end - min(end, $0.end)) } ?? response)
            let reach = previous?.wasDisturbed == true ? gap : (gap + response) / 2
            let share = 1 - min(1, Double(rule.duration) / response)
            let taken = min(reach, max(certain, share * min(reach, response + Self.farthest)))
            let start = max(previous?.end ?? 0, end - min(end, UInt64(min(reach, 1e18))))
            guard end > start else { continue }
            losses.append(
                Loss(
                    processor: pulse.processor, start: start, end: end,
                    share: min(1, taken / Double(end - start))))
        }
        return losses
    }

    /// A share counts no farther back than this beyond the response, in nanoseconds: pulses come
    /// more often than that.
    private static let farthest = 12_000_000.0
}
