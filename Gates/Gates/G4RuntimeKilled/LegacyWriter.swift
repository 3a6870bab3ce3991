// Unsafe code: words of the shared mapping are lock-free atomics in place. Offsets are the page's
// constants, and all of them lie before the slots, for which the mapping's size is checked.

internal import GateHost
internal import Synchronization

/// A writer of the judge's own in a region of three slots (viewport.md#the-default): it publishes
/// pictures without content, and can leave in the region whatever a writer can.
///
/// Written from the page and not from any code of the judged (credibility.md#independence).
@safe
final class LegacyWriter {
    /// A word of the region, by its offset.
    enum Word: Int {
        /// Which writer the region has or awaits.
        case epoch = 64
        /// The slot that lies between the two, whether its picture is new, and a generation.
        case mailbox = 128
        /// The writer's slot as the writer says.
        case writer = 256
        /// The reader's slot as the reader says.
        case reader = 384
    }

    /// Which writer of the region this is, as the region said when it was taken.
    let epoch: UInt32

    private let mapping: Mapping
    private var generation: UInt32 = 0

    /// The mailbox's flag of a picture that nobody has taken.
    static let isNew: UInt32 = 4
    /// Where the slots begin.
    private static let slots = 4096
    private static let records = 512
    private static let recordStride = 128

    /// Takes a place in a region that was handed over.
    ///
    /// - Throws: EINVAL for one that ends before its slots; what the kernel refuses otherwise.
    init(in memory: consuming MemoryObject) throws(SystemError) {
        guard memory.size > Self.slots else {
            throw SystemError(code: 22, operation: "write into \(memory.size) bytes of a region")
        }
        let mapping = try memory.map()
        epoch = Self.load(.epoch, in: mapping)
        self.mapping = mapping
    }

    /// The word as it stands.
    subscript(word: Word) -> UInt32 { Self.load(word, in: mapping) }

    /// Leaves a word behind.
    func leave(_ value: UInt32, in word: Word) {
        guard let base = unsafe mapping.bytes.baseAddress else { return }
        let offset = word.rawValue
        unsafe UnsafePointer((base + offset).assumingMemoryBound(to: Atomic<UInt32>.self))
            .pointee.store(value, ordering: .releasing)
    }

    /// Leaves a picture's number behind in the record of a slot, 0 to 2.
    func leave(number: UInt64, inRecordOf slot: UInt32) {
        guard slot < 3 else { return }
        let record = Self.records + Int(slot) * Self.recordStride
        unsafe mapping.bytes.storeBytes(
            of: number.littleEndian, toByteOffset: record, as: UInt64.self)
        unsafe mapping.bytes.storeBytes(
            of: MonotonicClock.now().littleEndian, toByteOffset: record + 8, as: UInt64.self)
        unsafe mapping.bytes.storeBytes(
            of: epoch.littleEndian, toByteOffset: record + 16, as: UInt32.self)
    }

    /// Publishes a picture under a number and rings; false where the region has no slot for it.
    func publish(_ number: UInt64) -> Bool {
        let slot = self[.writer]
        guard slot < 3, let base = unsafe mapping.bytes.baseAddress else { return false }
        leave(number: number, inRecordOf: slot)
        generation &+= 1
        let offset = Word.mailbox.rawValue
        let word = slot | Self.isNew | generation << 3
        let taken =
            unsafe UnsafePointer((base + offset).assumingMemoryBound(to: Atomic<UInt32>.self))
            .pointee.exchange(word, ordering: .acquiringAndReleasing)
        leave(taken & 3, in: .writer)
        mapping.wake(at: Word.mailbox.rawValue)
        return true
    }

    private static func load(_ word: Word, in mapping: borrowing Mapping) -> UInt32 {
        guard let base = unsafe mapping.bytes.baseAddress else { return .max }
        let offset = word.rawValue
        return unsafe UnsafePointer((base + offset).assumingMemoryBound(to: Atomic<UInt32>.self))
            .pointee.load(ordering: .acquiring)
    }
}
