// Unsafe code: the C sampler lies behind an opaque pointer and takes the processors by address.
internal import CGateHost

/// The machine's counters at one moment; they only rise, in nanoseconds but for the switches.
public struct HostReading: Hashable, Sendable {
    /// The moment, of ``MonotonicClock``.
    public var now: UInt64
    /// How many processors the calling thread may use; 0 where the kernel does not say.
    public var processors: Int
    /// Idle time of those processors, counted by the kernel in steps of 10 ms for each.
    public var idle: UInt64
    /// Time of those processors that the hypervisor gave to somebody else, likewise.
    public var steal: UInt64
    /// Processor time that quotas of control groups withheld, summed over processors and groups;
    /// counted by the kernel when the group runs again.
    public var throttled: UInt64
    /// Time in which some task waited for a processor; 0 where the kernel does not say.
    public var pressure: UInt64
    /// Processor time of this process and of the tree, the reaped children of both included.
    public var own: UInt64
    /// Involuntary context switches of the tree's living threads.
    public var involuntarySwitches: UInt64

    /// Makes a reading.
    public init(
        now: UInt64, processors: Int = 0, idle: UInt64 = 0, steal: UInt64 = 0,
        throttled: UInt64 = 0, pressure: UInt64 = 0, own: UInt64 = 0,
        involuntarySwitches: UInt64 = 0
    ) {
        self.now = now
        self.processors = processors
        self.throttled = throttled
        self.idle = idle
        self.steal = steal
        self.pressure = pressure
        self.own = own
        self.involuntarySwitches = involuntarySwitches
    }
}

/// Reads the machine's counters around the tree of one process; owned by one thread.
@safe
public struct HostSampler: ~Copyable {
    private let sampler: OpaquePointer

    /// Begins to watch the tree under a process on some processors; nil without memory.
    ///
    /// - Parameter quotas: Control groups' files of ``ControlGroups``.
    public init?(root: Int32, processors: [Int], quotas: [String] = []) {
        let mask = Affinity.mask(processors)
        guard let made = unsafe gate_host_sampler_make(root, mask) else { return nil }
        for path in quotas { _ = unsafe gate_host_sampler_watch_quota(made, path) }
        unsafe sampler = made
    }

    deinit { unsafe gate_host_sampler_free(sampler) }

    /// Returns how many of some processors the text of `/proc/stat` has, with their idle and stolen
    /// time in ticks.
    static func parse(
        processors: [Int], of text: String
    ) -> (count: UInt64, idle: UInt64, steal: UInt64) {
        let sum = unsafe gate_host_parse_processors(text, Affinity.mask(processors))
        return (sum.count, sum.idle, sum.steal)
    }

    /// Returns the nanoseconds of throttling in a text of `cpu.stat`, of either version; nil where
    /// it tells none.
    static func parseThrottled(_ text: String) -> UInt64? {
        var nanoseconds: UInt64 = 0
        return unsafe gate_host_parse_throttled(text, &nanoseconds) ? nanoseconds : nil
    }

    /// Reads every counter now.
    public borrowing func read() -> HostReading {
        var sample = gate_host_sample()
        unsafe gate_host_sampler_read(sampler, &sample)
        return HostReading(
            now: sample.now, processors: Int(sample.processors), idle: sample.idle,
            steal: sample.steal, throttled: sample.throttled, pressure: sample.pressure,
            own: sample.own, involuntarySwitches: sample.involuntary_switches)
    }
}
