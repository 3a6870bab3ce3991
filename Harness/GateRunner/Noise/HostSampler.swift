// Unsafe code of the harness, part six: the C sampler behind an opaque pointer.
import CGateHost

/// The counters at one moment; they only rise, in nanoseconds but for the switches.
struct HostReading: Hashable, Sendable {
    var now: UInt64
    var idle: UInt64 = 0
    var steal: UInt64 = 0
    var pressure: UInt64 = 0
    var own: UInt64 = 0
    var involuntarySwitches: UInt64 = 0
}

/// Reads the machine's counters around the tree of one attempt; owned by one thread.
@safe
struct HostSampler: ~Copyable {
    private let sampler: OpaquePointer

    /// Begins to watch the tree under a process; nil without memory.
    init?(root: Int32) {
        guard let made = unsafe gate_host_sampler_make(root) else { return nil }
        unsafe sampler = made
    }

    deinit { unsafe gate_host_sampler_free(sampler) }

    /// Reads every counter now.
    borrowing func read() -> HostReading {
        var sample = gate_host_sample()
        unsafe gate_host_sampler_read(sampler, &sample)
        return HostReading(
            now: sample.now, idle: sample.idle, steal: sample.steal, pressure: sample.pressure,
            own: sample.own, involuntarySwitches: sample.involuntary_switches)
    }

    /// The processors that this process may use, so many at most.
    static func processors(limit: Int) -> [Int32] {
        var numbers = [Int32](repeating: 0, count: limit)
        let count = unsafe gate_host_processors(&numbers, Int32(limit))
        return Array(numbers.prefix(Int(count)))
    }
}
