internal import GateHost

internal import struct GateHost.DescriptorEntry
internal import enum GateHost.Ledger

/// What the judge itself reads in a pair's region: whose turn it is to write there, and which
/// pictures lie in it (viewport.md#the-default).
///
/// Read from the page's offsets and with no code of the judged, so that a restart is not only the
/// editor's word (credibility.md#independence).
struct RegionView: Equatable {
    /// A picture that lies in one of the three slots.
    struct Picture: Equatable {
        /// Its number; 0 where none was published there.
        let id: UInt64
        /// Which writer drew it, counted from 1.
        let epoch: UInt32
    }

    /// Which writer the region has or awaits, counted from 1.
    let epoch: UInt32
    /// What lies in each slot.
    let pictures: [Picture]
    /// The slot that the mailbox holds, the writer's and the reader's, as the region says.
    let owners: [UInt32]

    /// How many bytes from the region's start are looked at.
    static let byteCount = 900
    private static let magic: UInt64 = 0x5756_5057
    /// The protocol of three slots; the other one holds no epoch.
    private static let version: UInt64 = 2

    /// Reads the first bytes of a region; nil where it is none, or of another protocol.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.byteCount, Self.word(bytes, 0, 4) == Self.magic,
            Self.word(bytes, 4, 2) == Self.version
        else { return nil }
        epoch = UInt32(Self.word(bytes, 64, 4))
        owners = [
            UInt32(Self.word(bytes, 128, 4)) & 3, UInt32(Self.word(bytes, 256, 4)),
            UInt32(Self.word(bytes, 384, 4)),
        ]
        pictures = (0..<3).map { slot in
            let record = 512 + 128 * slot
            return Picture(
                id: Self.word(bytes, record, 8), epoch: UInt32(Self.word(bytes, record + 16, 4)))
        }
    }

    /// Looks at the region that an editor holds; nil where it holds none of this protocol.
    init?(of editor: Int32) {
        guard let entry = Self.object(of: editor),
            let bytes = Ledger.bytes(
                of: editor, descriptor: entry.number, at: 0, count: Self.byteCount)
        else { return nil }
        self.init(bytes)
    }

    /// The region's memory as an editor holds it; nil where it holds none.
    static func object(of editor: Int32) -> DescriptorEntry? {
        Ledger.descriptors(of: editor)?.first { entry in
            guard [.memoryFile, .sharedMemory].contains(entry.kind),
                let bytes = Ledger.bytes(of: editor, descriptor: entry.number, at: 0, count: 4)
            else { return false }
            return bytes.count == 4 && word(bytes, 0, 4) == magic
        }
    }

    /// What contradicts that a writer has published its first picture here and stands still: one
    /// sentence each.
    ///
    /// In the instant of a reader's exchange a slot may seem to be nobody's.
    ///
    /// - Parameters:
    ///   - writer: Its number, counted from 1.
    ///   - earlier: The highest number of a picture that lay here before it.
    func contradictions(ofFirstPictureBy writer: UInt32, after earlier: UInt64) -> [String] {
        var found: [String] = []
        if epoch != writer { found.append("the region's epoch is \(epoch) and not \(writer)") }
        if Set(owners) != [0, 1, 2] {
            found.append("mailbox, writer and reader have the slots \(owners)")
        }
        let own = pictures.filter { $0.epoch == writer }
        if own.count != 1 {
            found.append("\(own.count) pictures of epoch \(writer) lie in the region and not 1")
        }
        for picture in own where picture.id <= earlier {
            found.append("its first picture is \(picture.id), and \(earlier) was there before it")
        }
        return found
    }

    /// The highest number of a picture by a writer; 0 where it has none here.
    func newest(ofWriter epoch: UInt32) -> UInt64 {
        pictures.filter { $0.epoch == epoch }.map(\.id).reduce(0, max)
    }

    /// A little-endian number.
    private static func word(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }
}
