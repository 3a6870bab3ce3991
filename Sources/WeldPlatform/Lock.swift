// Unsafe code: a mutex of the system must not move in memory, so it and the value it guards live
// behind pointers that this type owns.

internal import CWeldPlatform

/// A value that one thread at a time may touch.
///
/// Not the standard library's Mutex: the thread sanitizer does not see that one's operations and
/// reports every guarded access as a race. Uncontended it costs no system call.
@safe
public struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let mutex: SystemMutex
    @usableFromInline let value: UnsafeMutablePointer<Value>

    /// Guards a value.
    public init(_ value: consuming Value) {
        mutex = SystemMutex()
        unsafe self.value = .allocate(capacity: 1)
        unsafe self.value.initialize(to: value)
    }

    deinit {
        unsafe value.deinitialize(count: 1)
        unsafe value.deallocate()
        mutex.destroy()
    }

    /// Runs a body that has the value to itself; taking the same lock inside is a deadlock.
    @inlinable
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        mutex.lock()
        defer { mutex.unlock() }
        return unsafe try body(&value.pointee)
    }
}

/// The system's mutex at its fixed place.
@safe @usableFromInline
struct SystemMutex: @unchecked Sendable {
    private let place: UnsafeMutableRawPointer

    init() {
        guard let place = unsafe weld_lock_make() else {
            preconditionFailure("no memory for a mutex")
        }
        unsafe self.place = place
    }

    @usableFromInline func lock() {
        unsafe weld_lock(place)
    }

    @usableFromInline func unlock() {
        unsafe weld_unlock(place)
    }

    func destroy() {
        unsafe weld_lock_free(place)
    }
}
