/// What the rows of a captured picture say (viewport.md#the-picture).
///
/// Decoded here a second time and on purpose: what judges the pixels shares no code with what drew
/// them.
public struct WitnessReading: Equatable, Sendable {
    /// The frame that the first readable row names; nil when no row can be read.
    public var frame: UInt32?
    /// Rows of which one end or both cannot be read.
    public var unreadableRows = 0
    /// Rows that name another frame than the first, at either end.
    public var foreignRows = 0

    /// Whether the picture is a mixture, or only partially stamped.
    public var isTorn: Bool { frame != nil && unreadableRows + foreignRows > 0 }

    /// What the rows of a whole picture say.
    init(frame: UInt32) { self.frame = frame }

    /// Reads both ends of every row.
    ///
    /// A picture narrower than both marks, or with fewer bytes than its layout says, has no
    /// readable row.
    public init(_ pixels: Span<UInt8>, _ layout: PictureLayout) {
        guard layout.isSound, pixels.count >= layout.byteCount, layout.width >= 2 * RowMark.width
        else {
            unreadableRows = layout.height
            return
        }
        let right = (layout.width - RowMark.width) * PixelFormat.bytesPerPixel
        for row in 0..<layout.height {
            let start = layout.start(ofRow: row)
            let first = RowMark.frame(pixels, at: start, row: row, layout.format)
            let last = RowMark.frame(pixels, at: start + right, row: row, layout.format)
            frame = frame ?? first ?? last
            guard let first, let last else {
                unreadableRows += 1
                continue
            }
            if first != frame || last != frame { foreignRows += 1 }
        }
    }
}

/// One mark of a row: 80 cells of 3 pixels, white = 1, most significant bit first; frame number
/// (32 bits), row (16), zero (8), CRC-24 of those seven bytes (24).
enum RowMark {
    /// Pixels of one mark.
    static let width = 240

    /// Cells of one mark.
    static let cells = 80
    /// Those before the check value.
    static let contentCells = 56
    /// Pixels of one cell.
    static let cellPixels = 3

    /// Returns the frame that the mark names, or nil where its check value or its row is wrong.
    static func frame(
        _ pixels: Span<UInt8>, at start: Int, row: Int, _ format: PixelFormat
    ) -> UInt32? {
        // The middle pixel of each cell: its neighbours may have been blended by a filter.
        var sample = start + PixelFormat.bytesPerPixel + format.offsets.green
        var content: UInt64 = 0
        var check: UInt32 = 0
        for cell in 0..<cells {
            let bit: UInt8 = pixels[sample] >> 7
            if cell < contentCells {
                content = content << 1 | UInt64(bit)
            } else {
                check = check << 1 | UInt32(bit)
            }
            sample += cellPixels * PixelFormat.bytesPerPixel
        }
        guard check == crc24(content) else { return nil }
        let position = UInt16(truncatingIfNeeded: content >> 8)
        guard content & 0xFF == 0, position == UInt16(truncatingIfNeeded: row) else { return nil }
        return UInt32(truncatingIfNeeded: content >> 24)
    }

    /// CRC-24 (RFC 9580) of the low seven bytes, the highest first.
    static func crc24(_ content: UInt64) -> UInt32 {
        var crc: UInt32 = 0xB7_04CE
        var shift: UInt64 = 56
        while shift > 0 {
            shift -= 8
            let byte = UInt32(truncatingIfNeeded: content >> shift) & 0xFF
            crc = crc << 8 & 0xFF_FFFF ^ table[Int(crc >> 16 ^ byte)]
        }
        return crc
    }

    private static let table: InlineArray<256, UInt32> = {
        var table = InlineArray<256, UInt32>(repeating: 0)
        for index in 0..<256 {
            var value = UInt32(index) << 16
            for _ in 0..<8 {
                value = value & 0x80_0000 == 0 ? value << 1 : value << 1 ^ 0x86_4CFB
            }
            table[index] = value & 0xFF_FFFF
        }
        return table
    }()
}
