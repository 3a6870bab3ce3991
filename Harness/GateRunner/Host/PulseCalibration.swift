import GateHost
import GateKit
import Synchronization

/// What the pulses of this machine are like that nothing disturbs, measured once a process with
/// every processor busy (credibility.md#host-time-1).
struct PulseCalibration: Hashable, Sendable {
    /// More processors than these have no pulse of their own.
    static let mostPulses = 8

    /// How the pulses beat.
    let settings: Pulse.Settings
    /// What they are judged by.
    let rule: PulseRule

    /// The calibration of this machine, made when it is first asked for, in about 0.4 s; nil where
    /// no thread could be bound or started.
    static let ofThisMachine = measure()

    /// What is stored with a run.
    var fact: Fact {
        let schedulingClass: SchedulingClass =
            rule.priority > 0 ? .roundRobin(priority: rule.priority) : .normal
        return Fact(
            "pulse",
            "\(rule.duration / 1_000) µs calibrated, limit \(rule.limit / 1_000) µs, "
                + "\(schedulingClass)")
    }

    // MARK: - Measuring

    /// How long the fixed work should take, in nanoseconds.
    private static let work: UInt64 = 50_000
    /// How long the processors are kept busy, in nanoseconds.
    private static let length: UInt64 = 300_000_000
    /// Into how many slices that time is cut.
    private static let slices: UInt64 = 5

    private static func measure() -> PulseCalibration? {
        guard let processors = try? Affinity.cpus() else { return nil }
        var settings = Pulse.Settings(rounds: rounds(), limit: .max)
        settings.interval = settings.shortInterval
        let spinners = Spinners(processors)
        defer { spinners.stop() }
        let pulses = processors.prefix(mostPulses).compactMap {
            try? Pulse(processor: $0, settings)
        }
        defer { for pulse in pulses { pulse.stop() } }
        let start = MonotonicClock.now()
        Pause.wait(until: Deadline(nanoseconds: start + length))
        let beats = pulses.flatMap { $0.take() }
        // One that got less than the others tells what all of them can be trusted with.
        let priority = pulses.map(\.priority).min() ?? 0
        guard let rule = rule(beats, from: start, priority: priority) else { return nil }
        return PulseCalibration(
            settings: Pulse.Settings(rounds: settings.rounds, limit: rule.limit), rule: rule)
    }

    /// Returns the rounds that the work takes, by the shortest of many tries, spread so that no
    /// burst of the host meets all of them.
    private static func rounds() -> UInt64 {
        let tried: UInt64 = 10_000
        let shortest = (0..<40).map { _ in
            Pause.wait(.milliseconds(2))
            return Pulse.time(rounds: tried)
        }.min()
        return tried * work / max(1, shortest ?? work)
    }

    /// Returns what the quietest slice says of each figure; nil without beats.
    ///
    /// A burst of the host lengthens what it meets and shortens nothing.
    static func rule(_ beats: [PulseBeat], from start: UInt64, priority: Int32) -> PulseRule? {
        let slice = length / slices
        let groups = Dictionary(grouping: beats.filter { $0.due >= start }) {
            ($0.due - start) / slice
        }.values
        // A slice of a few beats has no 99th of a hundred.
        let fullest = groups.map(\.count).max() ?? 0
        let full = groups.filter { $0.count * 2 > fullest }
        let durations = full.map { quantile($0.map(\.duration), 50) }
        let responses = full.map { quantile($0.map { $0.lateness + $0.duration }, 99) }
        guard let duration = durations.min(), let response = responses.min() else { return nil }
        let limit = min(max(response * 3 / 2, duration + 100_000), 2_000_000)
        return PulseRule(duration: duration, limit: max(limit, duration), priority: priority)
    }

    private static func quantile(_ values: [UInt64], _ percent: Int) -> UInt64 {
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }
}

/// A thread of the normal class on each processor that does nothing but keep it busy.
private final class Spinners: Sendable {
    private let isStopped = Atomic<Bool>(false)

    init(_ processors: [Int]) {
        for processor in processors {
            _ = try? OSThread.start(named: "busy \(processor)") { [self] in
                // On another processor it would not be this one that is busy.
                guard (try? SchedulingClass.normal.apply()) != nil,
                    (try? Affinity.set([processor])) != nil
                else { return }
                while !isStopped.load(ordering: .relaxed) {}
            }
        }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }
}
