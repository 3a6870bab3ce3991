// Unsafe code: words of the shared mapping are used as lock-free atomics and a futex in place,
// records as plain memory. Each operation checks its offset, and the region keeps the mapping alive
// while it lasts.

internal import Synchronization
internal import WeldPlatform

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

/// The doorbell: a futex at the word that the writer changes with every picture anyway, so that the
/// region's layout knows nothing of it and a peer without one is merely seen later.
extension ViewportRegion {
    /// Wakes whoever waits for a picture of this region, in this process or another.
    ///
    /// The writer's publication does it; so does who wants a waiting reader to look at something
    /// else, such as its own end. A ring is not kept: a reader that is about to wait misses it and
    /// looks at its deadline.
    public func ring() { bell.ring() }

    /// The word that the bell hangs at, as it is now.
    var bellWord: UInt32 { load32(bellOffset) }

    /// Waits while the word has a value; nil where the system has no such wait.
    func awaitBell(while word: UInt32, until deadline: Deadline) -> SharedWordBell.Waking? {
        try? bell.wait(while: word, until: deadline)
    }

    private var bell: SharedWordBell {
        unsafe SharedWordBell(at: address(of: bellOffset, count: 4))
    }

    /// The mailbox; in two slots the low half of the counter of frames (little-endian).
    private var bellOffset: Int {
        switch layout.version {
        case .twoSlot: TwoSlot.frameID
        case .threeSlot: ThreeSlot.mailbox
        }
    }
}

// Records are plain memory. The exchange of the mailbox orders them, as it orders the pixels; the
// fields are read once each and believed by nobody.
extension ViewportRegion {
    /// Copies the record of a slot of version 2.
    func record(of slot: Int) -> FrameRecord {
        typealias Offset = ThreeSlot.RecordOffset
        let start = ThreeSlot.recordOffset(slot)
        let base = unsafe UnsafeRawPointer(address(of: start, count: 8))
        let isChecked = unsafe base.load(fromByteOffset: Offset.flags, as: UInt32.self) & 1 == 1
        return unsafe FrameRecord(
            id: base.load(fromByteOffset: Offset.id, as: UInt64.self),
            completedNanoseconds: base.load(fromByteOffset: Offset.completed, as: UInt64.self),
            epoch: base.load(fromByteOffset: Offset.epoch, as: UInt32.self),
            checksum: isChecked
                ? base.load(fromByteOffset: Offset.checksum, as: UInt64.self) : nil)
    }

    /// Writes the record of a slot of version 2.
    func setRecord(of slot: Int, to record: FrameRecord) {
        typealias Offset = ThreeSlot.RecordOffset
        let base = unsafe address(of: ThreeSlot.recordOffset(slot), count: 8)
        unsafe base.storeBytes(of: record.id, toByteOffset: Offset.id, as: UInt64.self)
        unsafe base.storeBytes(
            of: record.completedNanoseconds, toByteOffset: Offset.completed, as: UInt64.self)
        unsafe base.storeBytes(of: record.epoch, toByteOffset: Offset.epoch, as: UInt32.self)
        unsafe base.storeBytes(
            of: record.checksum == nil ? 0 : 1, toByteOffset: Offset.flags, as: UInt32.self)
        unsafe base.storeBytes(
            of: record.checksum ?? 0, toByteOffset: Offset.checksum, as: UInt64.self)
    }
}
