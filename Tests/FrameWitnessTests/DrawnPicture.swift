@testable import FrameWitness

/// A picture drawn cell by cell, as viewport.md describes it and not as any code does it.
struct DrawnPicture {
    var layout: PictureLayout
    var bytes: [UInt8]

    init(
        frame: UInt32, width: Int = 500, height: Int = 6, padding: Int = 0,
        format: PixelFormat = .xrgb8888, isInverted: Bool = false
    ) {
        layout = PictureLayout(
            width: width, height: height, pitch: width * 4 + padding, format: format,
            isInverted: isInverted)
        bytes = [UInt8](repeating: 0x55, count: layout.byteCount)
        for row in 0..<height { mark(row: row, frame: frame) }
    }

    /// Draws both marks of a row.
    mutating func mark(row: Int, frame: UInt32) {
        mark(row: row, column: 0, frame: frame)
        mark(row: row, column: layout.width - 240, frame: frame)
    }

    /// Draws one mark: 32 bits of frame, 16 of row, 8 zero, 24 of check value, 3 pixels each.
    mutating func mark(row: Int, column: Int, frame: UInt32) {
        let content = UInt64(frame) << 24 | UInt64(row) << 8
        let bits =
            (0..<56).map { content >> (55 - $0) & 1 == 1 }
            + (0..<24).map { Self.check(content) >> (23 - $0) & 1 == 1 }
        for (cell, isSet) in bits.enumerated() {
            for pixel in 0..<3 {
                paint(row: row, column: column + 3 * cell + pixel, isSet ? 255 : 0)
            }
        }
    }

    /// Gives a pixel one grey value, whatever the order of its colours.
    mutating func paint(row: Int, column: Int, _ grey: UInt8) {
        let start = layout.start(ofRow: row) + 4 * column
        for byte in 0..<4 { bytes[start + byte] = grey }
    }

    var reading: WitnessReading { WitnessReading(bytes.span, layout) }

    /// CRC-24 of RFC 9580, bit by bit.
    static func check(_ content: UInt64) -> UInt32 {
        var crc: UInt32 = 0xB7_04CE
        for bit in stride(from: 55, through: 0, by: -1) {
            let top = crc >> 23 & 1 ^ UInt32(content >> UInt64(bit) & 1)
            crc = crc << 1 & 0xFF_FFFF ^ (top == 1 ? 0x86_4CFB : 0)
        }
        return crc
    }
}
