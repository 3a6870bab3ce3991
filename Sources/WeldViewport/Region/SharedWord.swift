// Unsafe code: a word of the shared mapping is used as a lock-free atomic in place. The region is
// kept alive by the word, and the offset was checked when the word was made.

internal import Synchronization

/// A word in shared memory, used only by lock-free atomic operations.
@safe
struct SharedWord<Value: AtomicRepresentable & Sendable>: @unchecked Sendable {
    private let region: ViewportRegion
    private let address: UnsafePointer<Atomic<Value>>

    init(region: ViewportRegion, address: UnsafeMutableRawPointer) {
        self.region = region
        unsafe self.address = UnsafePointer(
            address.assumingMemoryBound(to: Atomic<Value>.self))
    }
}

extension SharedWord where Value == UInt32 {
    func loadAcquiring() -> UInt32 { unsafe address.pointee.load(ordering: .acquiring) }

    func storeReleasing(_ value: UInt32) {
        unsafe address.pointee.store(value, ordering: .releasing)
    }
}

extension SharedWord where Value == UInt64 {
    func loadAcquiring() -> UInt64 { unsafe address.pointee.load(ordering: .acquiring) }

    /// Adds one and returns the new value.
    func incrementReleasing() -> UInt64 {
        unsafe address.pointee.wrappingAdd(1, ordering: .releasing).newValue
    }
}
