// Unsafe code: the C sampler lies behind an opaque pointer.
internal import CGateHost

/// The machine's counters at one moment; they only rise, in nanoseconds but for the switches.
public struct HostReading: Hashable, Sendable {
    /// The moment, of ``MonotonicClock``.
    public var now: UInt64
    /// Idle time of all processors, counted by the kernel in steps of 10 ms.
    public var idle: UInt64
    /// Time that the hypervisor gave to somebody else.
    public var steal: UInt64
    /// Time in which some task waited for a processor; 0 where the kernel does not say.
    public var pressure: UInt64
    /// Processor time of this process and of the tree, the reaped children of both included.
    public var own: UInt64
    /// Involuntary context switches of the tree's living threads.
    public var involuntarySwitches: UInt64

    /// Makes a reading.
    public init(
        now: UInt64, idle: UInt64 = 0, steal: UInt64 = 0, pressure: UInt64 = 0, own: UInt64 = 0,
        involuntarySwitches: UInt64 = 0
    ) {
        self.now = now
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

    /// Begins to watch the tree under a process; nil without memory.
    public init?(root: Int32) {
        guard let made = unsafe gate_host_sampler_make(root) else { return nil }
        unsafe sampler = made
    }

    deinit { unsafe gate_host_sampler_free(sampler) }

    /// Reads every counter now.
    public borrowing func read() -> HostReading {
        var sample = gate_host_sample()
        unsafe gate_host_sampler_read(sampler, &sample)
        return HostReading(
            now: sample.now, idle: sample.idle, steal: sample.steal, pressure: sample.pressure,
            own: sample.own, involuntarySwitches: sample.involuntary_switches)
    }
}
