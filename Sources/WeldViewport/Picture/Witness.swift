// Unsafe code: cells are written and sampled through a row's lent pointer.

/// The marks by which any row of a picture names its frame (viewport page, The picture).
///
/// The first and the last 240 pixels of every row hold 80 cells of 3 pixels, white = 1, most
/// significant bit first: frame number (32 bits), row (16), zero (8), CRC-24 of those seven bytes
/// (24). The CRC is the one of RFC 9580. Pictures narrower than 480 pixels have no witness.
public enum Witness {
    /// Cells of one mark.
    static let cellCount = 80
    /// Pixels of one cell.
    static let cellWidth = 3
    /// Pixels of one mark.
    static let width = cellCount * cellWidth

    /// What the rows of a picture say.
    public struct Reading: Equatable, Sendable {
        /// The frame that the first readable row names; nil when no row is readable.
        public var frame: UInt32?
        /// Rows that name another frame than the first, or that cannot be read.
        public var foreignRows = 0

        /// Whether the picture is a mixture.
        public var isTorn: Bool { foreignRows > 0 }
    }

    /// Whether pictures of this size carry the witness.
    public static func fits(_ size: PictureSize) -> Bool { size.width >= 2 * width }

    /// Reads every row of a picture, both marks of each.
    public static func read(_ picture: borrowing PictureBuffer) -> Reading {
        var reading = Reading()
        guard fits(picture.size) else { return reading }
        let bytes = unsafe UnsafeRawBufferPointer(picture.bytes)
        for row in 0..<picture.size.height {
            let left = row * picture.size.pitch
            let right = left + (picture.size.width - width) * PictureSize.bytesPerPixel
            let first = unsafe frame(markedAt: left, row: row, in: bytes)
            let second = unsafe frame(markedAt: right, row: row, in: bytes)
            if reading.frame == nil { reading.frame = first }
            if first == nil || first != reading.frame || second != first {
                reading.foreignRows += 1
            }
        }
        return reading
    }

    /// Writes both marks of a row.
    @inline(__always)
    static func mark(_ pixels: UnsafeMutableBufferPointer<UInt32>, frame: UInt32, row: Int) {
        guard pixels.count >= 2 * width else { return }
        let (high, low) = word(frame: frame, row: row)
        let right = pixels.count - width
        for cell in 0..<cellCount {
            let source = cell < 56 ? high >> UInt64(55 - cell) : UInt64(low >> UInt32(79 - cell))
            let color: UInt32 = source & 1 == 1 ? 0xFFFF_FFFF : 0xFF00_0000
            for pixel in cell * cellWidth..<(cell + 1) * cellWidth {
                unsafe pixels[pixel] = color
                unsafe pixels[right + pixel] = color
            }
        }
    }

    /// The seven bytes of a mark as one number, and their CRC.
    static func word(frame: UInt32, row: Int) -> (bytes: UInt64, crc: UInt32) {
        let bytes = UInt64(frame) << 24 | UInt64(UInt16(truncatingIfNeeded: row)) << 8
        return (bytes, crc24(sevenBytes: bytes))
    }

    static func crc24(sevenBytes bytes: UInt64) -> UInt32 {
        var crc: UInt32 = 0xB704CE
        for index in 0..<7 {
            let byte = UInt32(truncatingIfNeeded: bytes >> UInt64(48 - 8 * index)) & 0xFF
            crc = (crc << 8) & 0xFF_FFFF ^ table[Int((crc >> 16) ^ byte)]
        }
        return crc
    }

    private static let table: InlineArray<256, UInt32> = {
        var table = InlineArray<256, UInt32>(repeating: 0)
        for index in table.indices {
            var value = UInt32(index) << 16
            for _ in 0..<8 {
                value <<= 1
                if value & 0x100_0000 != 0 { value ^= 0x186_4CFB }
            }
            table[index] = value
        }
        return table
    }()

    private static func frame(
        markedAt offset: Int, row: Int, in bytes: UnsafeRawBufferPointer
    ) -> UInt32? {
        var high: UInt64 = 0
        var low: UInt32 = 0
        for cell in 0..<cellCount {
            // Red of the cell's middle pixel.
            let sample = offset + (cell * cellWidth + 1) * PictureSize.bytesPerPixel
            let bit: UInt32 = unsafe bytes[sample] >= 128 ? 1 : 0
            if cell < 56 { high = high << 1 | UInt64(bit) } else { low = low << 1 | bit }
        }
        let frame = UInt32(truncatingIfNeeded: high >> 24)
        let expected = word(frame: frame, row: row)
        return high == expected.bytes && low == expected.crc ? frame : nil
    }
}
