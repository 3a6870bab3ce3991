// Unsafe code: the C pulse lies behind an opaque pointer, and writes its beats into an array.
internal import CGateHost
internal import Glibc
internal import Synchronization

/// One beat of a ``Pulse``.
public struct PulseBeat: Hashable, Sendable {
    /// When it should have begun, in nanoseconds of ``MonotonicClock``.
    public var due: UInt64
    /// How much later it began, in nanoseconds.
    public var lateness: UInt64
    /// How long its fixed work took, in nanoseconds.
    public var duration: UInt64

    /// Makes a beat.
    public init(due: UInt64, lateness: UInt64, duration: UInt64) {
        self.due = due
        self.lateness = lateness
        self.duration = duration
    }
}

/// A thread on one processor that does a fixed piece of arithmetic at known moments, before
/// everything that is measured: what it lost, the host took (credibility.md#host-time-1).
///
/// Where the system does not put it before everything, what it lost to whoever stood before it in
/// the processor's queue is not counted (credibility.md#host-time-2).
@safe
public final class Pulse: @unchecked Sendable {
    /// How a pulse beats.
    public struct Settings: Hashable, Sendable {
        /// Rounds of the fixed arithmetic a beat.
        public var rounds: UInt64
        /// Between two beats, give or take a twentieth, in nanoseconds: never in step with a
        /// periodic thief.
        public var interval: UInt64 = 10_000_000
        /// Between two beats after an abnormal one, give or take a quarter, until ten in a row were
        /// normal, in nanoseconds; after 250 the long interval returns.
        public var shortInterval: UInt64 = 1_000_000
        /// The longest normal lateness and duration together, in nanoseconds.
        public var limit: UInt64

        /// Makes settings with the usual intervals.
        public init(rounds: UInt64, limit: UInt64) {
            self.rounds = rounds
            self.limit = limit
        }
    }

    /// The priorities that are tried one after the other, best first.
    private static let priorities: [Int32] = [20, 13, 1]
    /// From this priority on nothing of ours comes before the pulse.
    private static let aboveOurs: Int32 = 13

    /// The processor that it beats on.
    public let processor: Int
    private let pulse: OpaquePointer
    private let granted = Atomic<Int32>(0)
    private let isOver = Atomic<Bool>(false)

    /// Starts a pulse.
    public init(processor: Int, _ settings: Settings) throws(SystemError) {
        let made = unsafe gate_host_pulse_make(
            gate_host_pulse_settings(
                rounds: settings.rounds, interval: settings.interval,
                short_interval: settings.shortInterval, limit: settings.limit,
                seed: UInt64(processor + 1) &* 0x9E37_79B9_7F4A_7C15))
        guard let made = unsafe made else {
            throw SystemError(code: ENOMEM, operation: "make pulse")
        }
        self.processor = processor
        unsafe pulse = made
        _ = try OSThread.start(named: "pulse \(processor)") { [self] in beat() }
    }

    deinit { unsafe gate_host_pulse_free(pulse) }

    /// The real-time priority that its thread got; 0 without the class, and until it has begun.
    public var priority: Int32 { granted.load(ordering: .acquiring) }

    /// Whether the last beat was done after ``stop()``.
    public var hasEnded: Bool { isOver.load(ordering: .acquiring) }

    /// Returns the beats since the last call, oldest first; one caller at a time.
    ///
    /// Of more than 4096 the later ones are lost.
    public func take() -> [PulseBeat] {
        var beats: [PulseBeat] = []
        var part = [gate_host_beat](repeating: gate_host_beat(), count: 128)
        while true {
            let count = unsafe gate_host_pulse_take(pulse, &part, part.count)
            beats += part[..<count].map {
                PulseBeat(due: $0.due, lateness: $0.lateness, duration: $0.duration)
            }
            if count < part.count { return beats }
        }
    }

    /// Lets the thread end at its next beat.
    public func stop() { unsafe gate_host_pulse_stop(pulse) }

    /// Does the fixed arithmetic once; returns how long it took, in nanoseconds.
    public static func time(rounds: UInt64) -> UInt64 {
        let start = MonotonicClock.now()
        result.store(gate_host_pulse_work(rounds), ordering: .relaxed)
        return MonotonicClock.now() - start
    }

    /// Where results go, so that the work has to be done.
    private static let result = Atomic<UInt64>(0)

    private func beat() {
        // Where binding is not possible the pulse still tells of the machine as a whole.
        try? OSThread.setTimerSlack(nanoseconds: 1)
        try? Affinity.set([processor])
        let best = Self.priorities.first { priority in
            (try? SchedulingClass.roundRobin(priority: priority).apply()) != nil
        }
        granted.store(best ?? 0, ordering: .releasing)
        unsafe gate_host_pulse_run(pulse, (best ?? 0) < Self.aboveOurs)
        isOver.store(true, ordering: .releasing)
    }
}
