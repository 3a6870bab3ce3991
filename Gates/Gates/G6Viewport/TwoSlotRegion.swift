internal import FrameWitness
internal import GateHost

/// The milestone's region of two slots as the judge reads it for itself (viewport.md#two-slots).
///
/// Nothing tells its writer what is being read; but it never draws into the slot that it completed
/// last, and whoever finds the counter unchanged after a look has seen a picture that nobody
/// touched.
final class TwoSlotRegion {
    private enum Offset {
        static let lastComplete = 32
        static let counter = 40
        static let slots = 128
    }

    private let memory: MemoryObject
    private let layout: PictureLayout
    private var picture: [UInt8]

    /// Takes memory that a stub holds; nil where it is too small for pictures of that size.
    ///
    /// It is read and never mapped: named memory cannot be sealed, and whoever maps what another cuts
    /// dies of it.
    init?(_ memory: consuming MemoryObject, pictures size: WindowSize) {
        layout = PictureLayout(
            width: size.width, height: size.height, pitch: 4 * size.width, format: .xbgr8888)
        let needed = Offset.slots + 2 * layout.byteCount
        guard memory.size >= needed else { return nil }
        picture = [UInt8](repeating: 0, count: layout.byteCount)
        self.memory = memory
    }

    /// Takes the region that an editor holds; nil where it holds none of that size.
    convenience init?(of editor: Int32, pictures size: WindowSize) throws(SystemError) {
        guard let entry = RegionView.object(of: editor) else { return nil }
        self.init(try MemoryObject.opening(entry.number, of: editor), pictures: size)
    }

    /// Reads the picture that was completed last; nil where another was completed meanwhile, or
    /// there is none yet.
    func look() -> WitnessReading? {
        guard let before = state, before.counter > 1, before.last < 2 else { return nil }
        let start = Offset.slots + Int(before.last) * layout.byteCount
        guard
            (try? memory.descriptor.read(into: &picture, at: Int64(start))) == picture.count
        else { return nil }
        let reading = WitnessReading(picture.span, layout)
        return state == before ? reading : nil
    }

    /// Which picture was completed last, and how many were.
    private struct State: Equatable {
        let last: UInt64
        let counter: UInt64
    }

    private var state: State? {
        guard
            let bytes = try? memory.descriptor.bytes(16, at: Int64(Offset.lastComplete)),
            bytes.count == 16
        else { return nil }
        return State(
            last: Self.number(bytes[0..<4]), counter: Self.number(bytes[8..<16]))
    }

    /// A little-endian number.
    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
