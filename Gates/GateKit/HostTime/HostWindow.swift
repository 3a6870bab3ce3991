/// What the harness saw of the machine during one short stretch of an attempt.
///
/// Durations of processors are summed over all of them: on two cores a window of 100 ms holds
/// 200 ms. What the harness and everything it started used is `own`; what is left of the busy time
/// is `foreign`, and no fault of the system under test can raise that.
public struct HostWindow: Codable, Hashable, Sendable {
    /// Where the window begins, in nanoseconds of the monotonic clock.
    public var start: UInt64
    /// Where it ends, likewise.
    public var end: UInt64
    /// How late a pulse, or a canary of older runs, woke at worst, over all processors, in
    /// nanoseconds.
    public var wakeUpError: UInt64
    /// The same of a canary with the subjects' real-time priority; nil where there was none, as in
    /// every newer run.
    public var subjectWakeUpError: UInt64?
    /// Processor time of processes that have nothing to do with the run, in nanoseconds.
    public var foreign: UInt64
    /// Processor time of the harness, the attempt and the subjects, in nanoseconds.
    public var own: UInt64
    /// Processor time that nobody used, in nanoseconds.
    public var idle: UInt64
    /// Processor time that the hypervisor gave to somebody else, in nanoseconds.
    public var steal: UInt64
    /// How long some task waited for a processor, by the kernel's pressure file, in nanoseconds.
    public var pressure: UInt64
    /// How often a thread of the attempt or of a subject was made to give up its processor.
    public var involuntarySwitches: UInt64
    /// How many processors the attempt may use, which all sums are over; 0 where it is not known.
    public var processors: Int
    /// How long quotas kept threads of the run from their processors, in nanoseconds.
    public var throttled: UInt64

    /// Creates a window.
    public init(
        start: UInt64, end: UInt64, wakeUpError: UInt64 = 0, subjectWakeUpError: UInt64? = nil,
        foreign: UInt64 = 0, own: UInt64 = 0, idle: UInt64 = 0, steal: UInt64 = 0,
        pressure: UInt64 = 0, involuntarySwitches: UInt64 = 0, processors: Int = 0,
        throttled: UInt64 = 0
    ) {
        self.start = start
        self.end = end
        self.wakeUpError = wakeUpError
        self.subjectWakeUpError = subjectWakeUpError
        self.foreign = foreign
        self.own = own
        self.idle = idle
        self.steal = steal
        self.pressure = pressure
        self.involuntarySwitches = involuntarySwitches
        self.processors = processors
        self.throttled = throttled
    }

    /// How long the window is, in nanoseconds; 0 where the clock went backwards.
    var length: UInt64 { end > start ? end - start : 0 }

    /// How much of a span lies in the window, in nanoseconds.
    func common(with span: TimeSpan) -> UInt64 {
        let (from, to) = (max(start, span.start), min(end, span.end))
        return to > from ? to - from : 0
    }
}

/// Why the host, and not the system under test, answers for a window.
public enum Contamination: String, Codable, CaseIterable, Hashable, Sendable {
    /// Processes of others used the processors that the subjects needed.
    case foreign
    /// The hypervisor took the processors away.
    case steal
    /// The canary woke late although nobody of ours kept its processor busy.
    case wakeUp = "wake-up"
    /// A pulse came late or slowly: nobody had the processor, or it was slowed.
    case pulse
    /// A quota kept the run from its processors.
    case throttled
}
