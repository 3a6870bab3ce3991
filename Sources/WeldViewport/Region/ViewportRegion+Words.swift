// Unsafe code: words of the shared mapping are used as lock-free atomics in place. Each operation
// checks its offset, and the region keeps the mapping alive while it lasts.

internal import Synchronization

// Words that both processes use. Not generic: these run for every frame, also in builds that do
// not specialise across files.
extension ViewportRegion {
    func load32(_ offset: Int) -> UInt32 {
        unsafe word32(offset).pointee.load(ordering: .acquiring)
    }

    func store32(_ value: UInt32, at offset: Int) {
        unsafe word32(offset).pointee.store(value, ordering: .releasing)
    }

    /// Puts a value in and takes the one out that was there, in one step that both orders what
    /// this side did before it and what it does after it.
    func exchange32(_ value: UInt32, at offset: Int) -> UInt32 {
        unsafe word32(offset).pointee.exchange(value, ordering: .acquiringAndReleasing)
    }

    func load64(_ offset: Int) -> UInt64 {
        unsafe word64(offset).pointee.load(ordering: .acquiring)
    }

    /// Adds one and returns the new value.
    func increment64(_ offset: Int) -> UInt64 {
        unsafe word64(offset).pointee.wrappingAdd(1, ordering: .releasing).newValue
    }

    private func word32(_ offset: Int) -> UnsafePointer<Atomic<UInt32>> {
        unsafe UnsafePointer(
            address(of: offset, count: 4).assumingMemoryBound(to: Atomic<UInt32>.self))
    }

    private func word64(_ offset: Int) -> UnsafePointer<Atomic<UInt64>> {
        unsafe UnsafePointer(
            address(of: offset, count: 8).assumingMemoryBound(to: Atomic<UInt64>.self))
    }
}
