internal import GateHost
internal import GateWire

/// A region of three slots that is right in all but perhaps its seals, for whoever is to refuse or to
/// take it (viewport.md#the-default).
///
/// The judge's own bytes: what the engine got wrong in both stubs would be wrong here too. Behind its
/// first page it is a hole, as memory is that nobody has touched.
final class MadeRegion {
    /// The region's size in bytes, as its header implies it.
    let size: Int

    private let memory: MemoryObject

    /// Bytes before the first slot, and the unit to which slots are rounded up.
    private static let page = 4096

    /// Makes one.
    ///
    /// - Parameters:
    ///   - pictures: The size of its pictures.
    ///   - seals: What nobody may do to it.
    ///   - excess: Bytes that the memory has behind the region.
    ///   - isEmpty: Whether nothing at all stands in it.
    init(
        _ pictures: WindowSize = .standard, sealedAgainst seals: MemoryObject.Seals,
        excess: Int = 0, isEmpty: Bool = false
    ) throws(SystemError) {
        let slot = (4 * pictures.width * pictures.height + Self.page - 1) / Self.page * Self.page
        size = Self.page + 3 * slot
        memory = try .sealed(label: "weld-viewport", size: size + excess, against: seals)
        if !isEmpty { try memory.descriptor.put(Self.words(of: pictures), at: 0) }
    }

    /// Its descriptor, lent.
    var descriptor: Int32 { memory.descriptor.rawValue }

    /// How many bytes of it have their place.
    func placedBytes() throws(SystemError) -> Int { try memory.placedBytes() }

    /// Everything before the slots that is not 0: magic, version and padding, width, height, format and
    /// the number of slots; then the first writer's number, slot 1 in the mailbox, and the reader's.
    private static func words(of pictures: WindowSize) -> [UInt8] {
        var words = [UInt32](repeating: 0, count: page / 4)
        words[0] = 0x5756_5057
        words[1] = 2
        words[2] = UInt32(pictures.width)
        words[3] = UInt32(pictures.height)
        words[5] = 3
        words[64 / 4] = 1
        words[128 / 4] = 1
        words[384 / 4] = 2
        var bytes: [UInt8] = []
        for word in words { bytes.append(littleEndian: word) }
        return bytes
    }
}
