// Unsafe code: a mutex of the system must not move in memory, so it and the value it guards live
// behind pointers that this type owns.

internal import Glibc

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
    private let place: UnsafeMutablePointer<pthread_mutex_t>

    init() {
        unsafe place = .allocate(capacity: 1)
        unsafe place.initialize(to: pthread_mutex_t())
        let code = unsafe pthread_mutex_init(place, nil)
        precondition(code == 0, "no memory for a mutex")
    }

    @usableFromInline func lock() {
        unsafe pthread_mutex_lock(place)
    }

    @usableFromInline func unlock() {
        unsafe pthread_mutex_unlock(place)
    }

    func destroy() {
        unsafe pthread_mutex_destroy(place)
        unsafe place.deallocate()
    }
}
