// Unsafe code: cells are written through a row's lent pointer.

/// The marks by which any row of a picture names its frame (viewport.md#the-picture).
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
    public static let width = cellCount * cellWidth

    /// Whether pictures of this size carry the witness.
    public static func fits(_ size: PictureSize) -> Bool { size.width >= 2 * width }

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
}
