import Foundation
import GateHost
import GateKit
import Synchronization

/// Watches what else the machine does beside one attempt, from a thread of its own: pulses on each
/// processor, and the kernel's counters window by window (credibility.md#host-time).
final class InterferenceWatch: Sendable {
    /// How long a window is, in nanoseconds; one that closes late is longer and says so.
    static let windowLength: UInt64 = 100_000_000

    private let calibration: PulseCalibration?
    private let seen = Mutex<[StoredEvidence]>([])
    private let isStopped = Atomic<Bool>(false)
    private let isStarted = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Prepares a watch; without a calibration it has no pulses.
    init(_ calibration: PulseCalibration?) {
        self.calibration = calibration
    }

    /// Begins to watch; the tree under the attempt's process is no interference.
    ///
    /// Without a thread there are no windows, and their absence is what the verdict sees.
    func start(attempt pid: Int32) {
        let thread = try? OSThread.start(named: "interference") { [self] in
            watch(pid)
            ended.signal()
        }
        isStarted.store(thread != nil, ordering: .releasing)
    }

    /// Returns the windows that have closed since the last call, the pulses of each before it.
    func drain() -> [StoredEvidence] {
        seen.withLock { seen in
            defer { seen = [] }
            return seen
        }
    }

    /// Closes the last window, ends the threads and returns what was not drained.
    func finish() -> [StoredEvidence] {
        isStopped.store(true, ordering: .releasing)
        if isStarted.load(ordering: .acquiring) { ended.wait() }
        return drain()
    }

    private func watch(_ pid: Int32) {
        guard let processors = try? Affinity.cpus(),
            let sampler = HostSampler(
                root: pid, processors: processors, quotas: ControlGroups.quotaFiles())
        else { return }
        let pulses = Pulses(on: processors, calibration)
        var last = sampler.read()
        while !isStopped.load(ordering: .acquiring) {
            // Slices, so that an attempt's end is not waited out.
            let end = last.now + Self.windowLength
            while MonotonicClock.now() < end, !isStopped.load(ordering: .acquiring) {
                Pause.wait(
                    until: Deadline(nanoseconds: min(end, MonotonicClock.now() + 20_000_000)))
            }
            // The beat after the end tells what the host took before it.
            if isStopped.load(ordering: .acquiring) { pulses.end() }
            let now = sampler.read()
            let beats = pulses.take()
            let window = HostWindow(
                from: last, to: now, wakeUpError: beats.map(\.lateness).max() ?? 0)
            seen.withLock { seen in
                if !beats.isEmpty { seen.append(.pulses(beats)) }
                seen.append(.host(window))
            }
            last = now
        }
    }
}

/// The pulses of all processors that a watch may use.
private struct Pulses {
    private let pulses: [Pulse]

    init(on processors: [Int], _ calibration: PulseCalibration?) {
        guard let calibration else {
            pulses = []
            return
        }
        pulses = processors.prefix(PulseCalibration.mostPulses).compactMap {
            try? Pulse(processor: $0, calibration.settings)
        }
    }

    /// Returns the beats since the last call in the order in which they were due.
    func take() -> [HostPulse] {
        pulses.flatMap { pulse in
            pulse.take().map {
                HostPulse(
                    processor: pulse.processor, due: $0.due, lateness: $0.lateness,
                    duration: $0.duration)
            }
        }.sorted { ($0.due, $0.processor) < ($1.due, $1.processor) }
    }

    /// Waits until each has done its last beat, or for so long that the host is the reason.
    func end() {
        for pulse in pulses { pulse.stop() }
        let deadline = Deadline.after(.milliseconds(200))
        while !deadline.hasPassed, !pulses.allSatisfy(\.hasEnded) { Pause.wait(.milliseconds(1)) }
    }
}

extension HostWindow {
    /// Subtracts two readings; what nobody of ours used and nobody left idle was foreign.
    init(from first: HostReading, to last: HostReading, wakeUpError: UInt64) {
        func rise(_ part: KeyPath<HostReading, UInt64>) -> UInt64 {
            let (before, after) = (first[keyPath: part], last[keyPath: part])
            return after > before ? after - before : 0
        }
        let accounted = rise(\.idle) + rise(\.own) + rise(\.steal)
        let whole = rise(\.now) * UInt64(last.processors)
        self.init(
            start: first.now, end: last.now, wakeUpError: wakeUpError,
            foreign: whole > accounted ? whole - accounted : 0, own: rise(\.own),
            idle: rise(\.idle), steal: rise(\.steal), pressure: rise(\.pressure),
            involuntarySwitches: rise(\.involuntarySwitches), processors: last.processors,
            throttled: rise(\.throttled))
    }
}
