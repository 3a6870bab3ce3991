// Unsafe code: an eventfd's counter is read and written as the eight bytes of a UInt64.

internal import CWeldPlatform
internal import Glibc

/// A counter that wakes whoever polls it (eventfd): any thread signals, the loop drains.
public struct EventCounter: ~Copyable, Sendable {
    /// Becomes readable after ``signal()``, until ``drain()``.
    public let descriptor: OwnedDescriptor

    /// Makes a counter that stands at zero.
    public init() throws(SystemError) {
        descriptor = OwnedDescriptor(
            adopting: try systemCall("make event counter") { weld_eventfd() })
    }

    /// Adds one; never blocks.
    ///
    /// A full counter (2^64 - 2) is as awake as it can be.
    public borrowing func signal() {
        var one: UInt64 = 1
        _ = unsafe write(descriptor.rawValue, &one, MemoryLayout<UInt64>.size)
    }

    /// Sets the counter to zero and returns what it was; 0 when nobody signalled.
    @discardableResult
    public borrowing func drain() -> UInt64 {
        var value: UInt64 = 0
        let count = unsafe read(descriptor.rawValue, &value, MemoryLayout<UInt64>.size)
        return count == MemoryLayout<UInt64>.size ? value : 0
    }
}
