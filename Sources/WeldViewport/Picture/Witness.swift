// Unsafe code: cells are written through a row's lent pointer, and sampled by address; the whole
// range is checked once for every picture.

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

extension Witness {
    /// What the rows of a picture say.
    public struct Reading: Equatable, Sendable {
        /// The frame that the first readable mark names; nil when no mark is readable.
        public var frame: UInt32?
        /// The lowest and highest number that any mark names; both ``frame`` in a whole picture.
        public var oldest: UInt32?
        /// The highest number that any mark names.
        public var newest: UInt32?
        /// Rows with a mark that names another frame than ``frame``.
        public var foreignRows = 0
        /// Rows with a mark that cannot be read.
        public var unreadableRows = 0

        /// The reading of a picture that is one frame throughout; nil: one without any mark.
        public init(frame: UInt32? = nil) {
            self.frame = frame
            oldest = frame
            newest = frame
        }

        /// Whether no row has a mark, at either end: neither torn nor whole can be said of it.
        public var isUnmarked: Bool { frame == nil }
        /// Whether rows name different frames: a mixture.
        public var isTorn: Bool { foreignRows > 0 }
        /// Whether some rows name a frame and others none: where nothing but the runtime writes,
        /// that is a mixture too, whose border lies in a mark.
        public var isPartiallyStamped: Bool { frame != nil && unreadableRows > 0 }
        /// Whether a mark of any row is another's or unreadable: no exact copy of a frame.
        public var isFaulty: Bool { foreignRows > 0 || unreadableRows > 0 }

        /// Takes what a row's two marks say.
        @inline(__always)
        mutating func note(_ first: UInt32?, _ second: UInt32?) {
            if let first, first == second, first == frame { return }
            noteOther(first, second)
        }

        private mutating func noteOther(_ first: UInt32?, _ second: UInt32?) {
            var isForeign = false
            for mark in [first, second] {
                guard let mark else { continue }
                frame = frame ?? mark
                isForeign = isForeign || mark != frame
                oldest = min(oldest ?? mark, mark)
                newest = max(newest ?? mark, mark)
            }
            if isForeign { foreignRows += 1 }
            if first == nil || second == nil { unreadableRows += 1 }
        }
    }

    /// Reads every row of a picture, both marks of each.
    public static func read(_ picture: borrowing PictureBuffer) -> Reading {
        let bytes = unsafe UnsafeRawBufferPointer(picture.bytes)
        return unsafe read(bytes.bytes, size: picture.size, pitch: picture.size.pitch)
    }

    /// Reads every row of a picture that lies anywhere, both marks of each: a GPU's read-back, a
    /// compositor's capture.
    ///
    /// Pixels have four bytes with green in the second, such as RGBA and BGRA: marks are black and
    /// white. A picture too narrow for the marks gives an empty reading.
    ///
    /// - Parameter pitch: Bytes from a row's begin to the next one's.
    public static func read(_ bytes: RawSpan, size: PictureSize, pitch: Int) -> Reading {
        var reading = Reading()
        guard fits(size) else { return reading }
        precondition(pitch >= size.pitch, "rows overlap")
        precondition(
            bytes.byteCount >= (size.height - 1) * pitch + size.pitch,
            "not the bytes of this picture")
        let right = (size.width - width) * PictureSize.bytesPerPixel
        // By address inside: loads through the span are not vectorised and take twice as long.
        unsafe bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            for row in 0..<size.height {
                let start = unsafe base + row * pitch
                unsafe reading.note(
                    frame(markedAt: start, row), frame(markedAt: start + right, row))
            }
        }
        return reading
    }

    private static func frame(markedAt start: UnsafeRawPointer, _ row: Int) -> UInt32? {
        let high = unsafe sample(start, cells: 0..<56)
        let low = unsafe sample(start, cells: 56..<cellCount)
        let frame = UInt32(truncatingIfNeeded: high >> 24)
        let expected = word(frame: frame, row: row)
        return high == expected.bytes && low == UInt64(expected.crc) ? frame : nil
    }

    /// Green of each cell's middle pixel, above one half is a 1.
    @inline(__always)
    private static func sample(_ start: UnsafeRawPointer, cells: Range<Int>) -> UInt64 {
        let step = cellWidth * PictureSize.bytesPerPixel
        var bits: UInt64 = 0
        for cell in cells {
            let byte = unsafe start.load(fromByteOffset: cell * step + 5, as: UInt8.self)
            bits = bits << 1 | UInt64(byte >> 7)
        }
        return bits
    }
}
