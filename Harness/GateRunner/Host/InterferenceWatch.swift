import Foundation
import GateHost
import GateKit
import Synchronization

/// Watches what else the machine does beside one attempt, window by window, from a thread of its
/// own: the interference that a verdict has to account for.
final class InterferenceWatch: Sendable {
    /// How long a window is, in nanoseconds; one that closes late is longer and says so.
    static let windowLength: UInt64 = 100_000_000
    /// More processors than these have no canary of their own.
    private static let mostCanaries = 8

    private let subjectPriority: Int32
    private let windows = Mutex<[HostWindow]>([])
    private let isStopped = Atomic<Bool>(false)
    private let isStarted = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Prepares a watch.
    ///
    /// - Parameter subjectPriority: The real-time priority of the subjects, or 0 without one.
    init(subjectPriority: Int32 = 0) {
        self.subjectPriority = subjectPriority
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

    /// Returns the windows that have closed since the last call.
    func drain() -> [StoredEvidence] {
        windows.withLock { windows in
            defer { windows = [] }
            return windows.map { .host($0) }
        }
    }

    /// Closes the last window, ends the threads and returns what was not drained.
    func finish() -> [StoredEvidence] {
        isStopped.store(true, ordering: .releasing)
        if isStarted.load(ordering: .acquiring) { ended.wait() }
        return drain()
    }

    private func watch(_ pid: Int32) {
        guard let sampler = HostSampler(root: pid) else { return }
        let processors = ((try? Affinity.cpus()) ?? []).prefix(Self.mostCanaries)
        let canaries = processors.compactMap { try? Canary(processor: $0) }
        let subjectCanaries =
            subjectPriority > 0
            ? processors.compactMap { try? Canary(processor: $0, priority: subjectPriority) } : []
        defer { for canary in canaries + subjectCanaries { canary.stop() } }
        var last = sampler.read()
        while !isStopped.load(ordering: .acquiring) {
            // Slices, so that an attempt's end is not waited out.
            let end = last.now + Self.windowLength
            while MonotonicClock.now() < end, !isStopped.load(ordering: .acquiring) {
                Pause.wait(
                    until: Deadline(nanoseconds: min(end, MonotonicClock.now() + 20_000_000)))
            }
            let now = sampler.read()
            let error = canaries.map { $0.takeWorst(now: now.now) }.max() ?? 0
            let subjectError = subjectCanaries.map { $0.takeWorst(now: now.now) }.max()
            let window = HostWindow(
                from: last, to: now, wakeUpError: error, subjectWakeUpError: subjectError)
            windows.withLock { $0.append(window) }
            last = now
        }
    }
}

extension HostWindow {
    /// Subtracts two readings; what nobody of ours used and nobody left idle was foreign.
    init(
        from first: HostReading, to last: HostReading, wakeUpError: UInt64,
        subjectWakeUpError: UInt64? = nil
    ) {
        func rise(_ part: KeyPath<HostReading, UInt64>) -> UInt64 {
            let (before, after) = (first[keyPath: part], last[keyPath: part])
            return after > before ? after - before : 0
        }
        let processors = UInt64(ProcessInfo.processInfo.activeProcessorCount)
        let accounted = rise(\.idle) + rise(\.own) + rise(\.steal)
        let whole = rise(\.now) * processors
        self.init(
            start: first.now, end: last.now, wakeUpError: wakeUpError,
            subjectWakeUpError: subjectWakeUpError,
            foreign: whole > accounted ? whole - accounted : 0, own: rise(\.own),
            idle: rise(\.idle), steal: rise(\.steal), pressure: rise(\.pressure),
            involuntarySwitches: rise(\.involuntarySwitches))
    }
}
