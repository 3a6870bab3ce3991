// Unsafe code: the ring's words are used as lock-free atomics in place, and its slots lent as
// bytes; the mapping lives as long as the ring.

internal import Synchronization
public import WeldPlatform
internal import WeldViewport

/// Memory of another process in which it finds the marks of presented pictures, to read them for
/// itself (viewport.md#three-witnesses).
///
/// The other process makes it and hands its descriptor over. A slot whose word is 0 is free for the
/// window, which fills slots in turn and sets the word to 1; the reader sets it back to 0. A picture
/// that finds no free slot is not handed over. Used by one thread of this process.
@safe
public final class ReadBackRing {
    private enum Offset {
        static let magic = 0
        static let version = 4
        static let slotCount = 8
        static let rows = 12
        static let rowBytes = 16
        static let slotStride = 20
        static let states = 64
        static let slots = 4096
        /// Where the constant words end.
        static let headerEnd = 24
    }

    /// The ring's first word.
    static let magic: UInt32 = 0x4B42_5257
    /// The most slots.
    static let mostSlots = 64

    let slotCount: Int
    private let rows: Int
    private let rowBytes: Int
    private let stride: Int
    private let mapping: Mapping
    private var next = 0
    private var isTaken: [Bool]

    /// Maps the ring that somebody made, after its header was read and checked where it lies.
    ///
    /// - Throws: ``DisplayError/badReadBackMemory(_:)`` when the descriptor holds none, or one that
    ///   contradicts itself.
    public init(adopting descriptor: consuming OwnedDescriptor) throws(DisplayError) {
        let memory = try Self.adopt(descriptor)
        // The maker writes the header before it hands the ring over: it is read once.
        let header = try Self.header(of: memory)
        guard memory.size > Offset.slots else {
            throw .badReadBackMemory("\(memory.size) bytes hold no slot")
        }
        guard header.word(at: Offset.magic) == Self.magic, header.word(at: Offset.version) == 1
        else {
            throw .badReadBackMemory("it does not begin like a ring of version 1")
        }
        let count = Int(header.word(at: Offset.slotCount))
        rows = Int(header.word(at: Offset.rows))
        rowBytes = Int(header.word(at: Offset.rowBytes))
        stride = Int(header.word(at: Offset.slotStride))
        guard (1...Self.mostSlots).contains(count), stride.isMultiple(of: ViewportLayout.page),
            rows > 0, rowBytes > 0, rows <= stride / rowBytes,
            memory.size - Offset.slots >= count * stride
        else {
            throw .badReadBackMemory(
                "\(count) slots of \(rows) x \(rowBytes) bytes do not fit its \(memory.size) bytes"
            )
        }
        mapping = try Self.map(memory)
        slotCount = count
        isTaken = [Bool](repeating: false, count: count)
    }

    private static func adopt(
        _ descriptor: consuming OwnedDescriptor
    ) throws(DisplayError) -> MemoryObject {
        do throws(SystemError) {
            let facts = try DescriptorFacts.of(descriptor.rawValue)
            return try MemoryObject(adopting: descriptor, expectedSize: facts.size)
        } catch {
            throw .badReadBackMemory("\(error)")
        }
    }

    private static func header(
        of memory: borrowing MemoryObject
    ) throws(DisplayError) -> [UInt8] {
        do throws(SystemError) {
            return try memory.descriptor.bytes(Offset.headerEnd, at: 0)
        } catch {
            throw .badReadBackMemory("\(error)")
        }
    }

    private static func map(_ memory: borrowing MemoryObject) throws(DisplayError) -> Mapping {
        do throws(SystemError) {
            try memory.reserve()
            return try memory.map(isPopulated: true)
        } catch {
            throw .badReadBackMemory("\(error)")
        }
    }

    /// Checks that the slots are made for marks of this size.
    func expect(_ strips: PictureSize) throws(DisplayError) {
        guard strips.height == rows, strips.pitch == rowBytes else {
            throw .badReadBackMemory(
                "its slots hold \(rows) x \(rowBytes) bytes where the marks have "
                    + "\(strips.height) x \(strips.pitch)")
        }
    }

    /// Takes the next slot, if its turn has come; nil while the reader has not looked at it.
    func take() -> Int? {
        let slot = next
        guard !isTaken[slot], unsafe state(slot).pointee.load(ordering: .acquiring) == 0 else {
            return nil
        }
        isTaken[slot] = true
        next = (slot + 1) % slotCount
        return slot
    }

    /// Says that a slot holds the marks of a picture.
    func fill(_ slot: Int) {
        isTaken[slot] = false
        unsafe state(slot).pointee.store(1, ordering: .releasing)
    }

    /// Leaves a slot that was taken as it was, until its turn comes again.
    func giveUp(_ slot: Int) { isTaken[slot] = false }

    /// The bytes of a slot.
    func bytes(of slot: Int) -> UnsafeMutableRawBufferPointer {
        precondition((0..<slotCount).contains(slot), "no such slot")
        let start = Offset.slots + slot * stride
        return unsafe UnsafeMutableRawBufferPointer(rebasing: mapping.bytes[start..<start + stride])
    }

    /// Copies marks into a slot.
    func copy(_ marks: UnsafeRawBufferPointer, to slot: Int) {
        unsafe bytes(of: slot).copyMemory(from: marks)
    }

    private func state(_ slot: Int) -> UnsafePointer<Atomic<UInt32>> {
        guard let base = unsafe mapping.bytes.baseAddress else {
            preconditionFailure("a mapping without an address")
        }
        return unsafe UnsafePointer(
            (base + Offset.states + 4 * slot).assumingMemoryBound(to: Atomic<UInt32>.self))
    }
}
