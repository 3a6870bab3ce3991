// Unsafe code: a record is plain memory of the mapping. The exchange of the mailbox orders it, as
// it orders the pixels; the fields are read once each and believed by nobody.

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
