// Unsafe code: words of the shared mapping are lock-free atomics in place, and pixels are lent where
// they lie. Offsets come from the ring's own constants, never from the other side.

internal import FrameWitness
internal import GateHost
internal import GateKit
internal import Synchronization
internal import WeldContract

/// Memory of the judge's in which the editor leaves what the device gave back of a picture: the
/// marks at both ends of every row, side by side, in the window image's own format.
///
/// The editor fills a free slot, says its number in that picture's `frame-presented` event, and
/// finds it free again when the judge has read it; without a free one there is no read-back.
@safe
final class ReadBackRing {
    /// Slots, so that a judge that is late by as many pictures loses none.
    static let slotCount = 16

    /// Rows of a picture.
    let rows: Int

    private let memory: MemoryObject
    private let mapping: Mapping

    private static let magic: UInt32 = 0x4B42_5257
    private static let version: UInt32 = 1
    private static let page = 4096
    /// Both marks of a row, 240 pixels each.
    private static let rowPixels = 480
    private static let rowBytes = rowPixels * PixelFormat.bytesPerPixel
    private static let statesOffset = 64

    /// Makes a ring whose slots are free.
    init(rows: Int) throws(SystemError) {
        self.rows = rows
        memory = try .sealed(
            label: "weld-read-back", size: Self.page + Self.slotCount * Self.stride(rows))
        mapping = try memory.map(isPopulated: true)
        let header = [
            Self.magic, Self.version, UInt32(Self.slotCount), UInt32(rows),
            UInt32(Self.rowBytes), UInt32(Self.stride(rows)),
        ]
        for (index, word) in header.enumerated() {
            unsafe mapping.bytes.storeBytes(
                of: word.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
        }
    }

    /// The memory's descriptor, lent for a spawn.
    var descriptor: Int32 { memory.descriptor.rawValue }

    /// Bytes of the whole ring.
    var size: Int { memory.size }

    /// Reads a filled slot and frees it; nil for a slot that is free, or that there is not.
    func take(_ slot: Int, _ format: PixelFormat) -> PresentedReading? {
        let states = unsafe self.states
        guard (0..<Self.slotCount).contains(slot),
            unsafe states[slot].load(ordering: .acquiring) == 1
        else { return nil }
        defer { unsafe states[slot].store(0, ordering: .releasing) }
        let layout = PictureLayout(
            width: Self.rowPixels, height: rows, pitch: Self.rowBytes, format: format)
        let start = Self.page + slot * Self.stride(rows)
        let pixels = unsafe UnsafeRawBufferPointer(
            rebasing: mapping.bytes[start..<start + layout.byteCount])
        let span = unsafe pixels.bindMemory(to: UInt8.self).span
        let reading = WitnessReading(span, layout)
        let pattern = reading.frame.map { PatternReading(marks: span, layout, frame: $0) }
        return PresentedReading(
            frame: reading.frame, isTorn: reading.isTorn,
            isExact: reading.isTorn || pattern?.wrongPixels ?? 0 == 0)
    }

    /// The slots' states, 0 free and 1 filled.
    private var states: UnsafeMutableBufferPointer<Atomic<UInt32>> {
        unsafe UnsafeMutableRawBufferPointer(rebasing: mapping.bytes[Self.statesOffset..<Self.page])
            .assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    private static func stride(_ rows: Int) -> Int {
        (rows * rowBytes + page - 1) / page * page
    }
}

/// What the judge read in the device's read-back of one presented picture.
struct PresentedReading: Equatable {
    /// The frame that its rows name; nil where no row can be read.
    let frame: UInt32?
    /// Whether its rows name different frames, or some cannot be read.
    let isTorn: Bool
    /// Whether every pixel of its marks is as black, or as white, as the page says.
    var isExact = true
}

/// The second witness: reads every presented picture that the device gave back, as its event
/// arrives, with the judge's own decoder.
final class PresentedWitness {
    /// What was read, by the number of the picture's event.
    private(set) var readings: [UInt64: PresentedReading] = [:]
    /// How the editor's events contradict the ring; empty for one that is honest.
    private(set) var contradictions: [String] = []
    /// Of every picture for which the ring certainly had room, whether it was not read back.
    private(set) var missing: [Bool] = []

    /// Of every picture that was read whether it is whole, and the one that its event names.
    private(set) var isNamed: [Bool] = []
    /// Whether another picture than the named one is no contradiction, because ``isNamed`` is judged.
    var countsNames = false

    private let ring: ReadBackRing
    private let editor: Int32
    private var format: PixelFormat?
    /// How late the judge was with the pictures that it read last, in nanoseconds.
    private var delays: [UInt64] = []
    private let clock: () -> UInt64

    /// In so much time no window presents as many pictures as the ring has slots: a judge that was
    /// never later left room, and a picture that is not there was left out.
    private static let prompt: UInt64 = 80_000_000

    /// Creates the witness of the pictures of one editor.
    init(
        _ ring: ReadBackRing, editor: Int32, clock: @escaping () -> UInt64 = MonotonicClock.now
    ) {
        self.ring = ring
        self.editor = editor
        self.clock = clock
    }

    /// Takes an event as it arrives.
    func take(_ record: EventRecord) {
        guard record.pid == editor, case .window(let event) = record.event else { return }
        switch event {
        case .display(let display): format = Self.format(display.format)
        case .framePresented(let id, _, _, _, _, let slot):
            noteMissing(slot == nil)
            guard let slot else { break }
            read(id, in: slot, number: record.number)
            let now = clock()
            delays.append(now - min(now, record.time))
            if delays.count > ReadBackRing.slotCount { delays.removeFirst() }
        default: break
        }
    }

    private func read(_ id: UInt64, in slot: Int, number: UInt64) {
        guard (0..<ReadBackRing.slotCount).contains(slot) else {
            return contradict(id, "is in slot \(slot), which there is not")
        }
        // A format that nobody decodes leaves nothing to judge, which a milestone misses.
        guard let format else { return }
        guard let reading = ring.take(slot, format) else {
            return contradict(id, "is in slot \(slot), which is not filled")
        }
        if !countsNames, let frame = reading.frame, !reading.isTorn,
            frame != UInt32(truncatingIfNeeded: id)
        {
            contradict(id, "is picture \(frame) in slot \(slot)")
        }
        readings[number] = reading
        isNamed.append(!reading.isTorn && reading.frame == UInt32(truncatingIfNeeded: id))
    }

    /// What is missing before the first read-back, a window of another size may explain.
    private func noteMissing(_ isMissing: Bool) {
        guard delays.count == ReadBackRing.slotCount, delays.allSatisfy({ $0 < Self.prompt }) else {
            return
        }
        missing.append(isMissing)
    }

    private func contradict(_ id: UInt64, _ what: String) {
        contradictions.append("presented picture \(id) \(what)")
    }

    /// The window's format by its name in Vulkan, which counts bytes from the first up.
    private static func format(_ name: String) -> PixelFormat? {
        if name.hasPrefix("B8G8R8A8") { return .xrgb8888 }
        return name.hasPrefix("R8G8B8A8") ? .xbgr8888 : nil
    }
}
