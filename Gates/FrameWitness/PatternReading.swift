// Unsafe code: pixels are compared as words through a lent pointer, whose bounds are checked once for
// every picture.

/// Whether the pixels of a picture are those of its frame, bit by bit (viewport.md#the-picture).
///
/// The marks at both ends of a row say which frame it is; what lies between them must be that
/// frame's test pattern. Written from the page, a second time and on purpose: what judges the
/// pixels shares no code with what drew them.
public struct PatternReading: Equatable, Sendable {
    /// Rows that were compared.
    public private(set) var rows = 0
    /// Pixels of these rows that are another colour than the frame's.
    public private(set) var wrongPixels = 0

    /// Compares some rows of a picture that bears both marks, the pattern between them as well.
    ///
    /// A picture that does not fit its layout has no row that could be compared.
    ///
    /// - Parameters:
    ///   - frame: The frame that the picture is.
    ///   - first: The first row, counted from the top.
    ///   - step: How many rows further the next one is, at least 1.
    ///   - comparesAlpha: Whether the fourth byte of a pixel has to be 255.
    public init(
        _ pixels: Span<UInt8>, _ layout: PictureLayout, frame: UInt32, from first: Int = 0,
        every step: Int = 1, comparesAlpha: Bool
    ) {
        self.init(
            pixels, layout, frame: frame, from: first, every: step, comparesAlpha: comparesAlpha,
            hasPattern: true)
    }

    /// Compares both marks of every row alone, where they stand side by side.
    public init(marks pixels: Span<UInt8>, _ layout: PictureLayout, frame: UInt32) {
        self.init(
            pixels, layout, frame: frame, from: 0, every: 1, comparesAlpha: true,
            hasPattern: false)
    }

    private init(
        _ pixels: Span<UInt8>, _ layout: PictureLayout, frame: UInt32, from first: Int,
        every step: Int, comparesAlpha: Bool, hasPattern: Bool
    ) {
        guard layout.isSound, layout.pitch % PixelFormat.bytesPerPixel == 0, first >= 0, step > 0,
            pixels.count >= layout.byteCount, layout.width >= 2 * RowMark.width
        else { return }
        let colours = Colours(layout.format, comparesAlpha: comparesAlpha)
        unsafe pixels.withUnsafeBufferPointer { bytes in
            guard let base = unsafe UnsafeRawPointer(bytes.baseAddress) else { return }
            for row in stride(from: first, to: layout.height, by: step) {
                let start = unsafe base + layout.start(ofRow: row)
                rows += 1
                wrongPixels += unsafe colours.wrongMarks(start, row, layout.width, frame)
                if hasPattern {
                    wrongPixels += unsafe colours.wrongPattern(start, row, layout.width, frame)
                }
            }
        }
    }
}

/// How colours lie in a word of four bytes, and which of its bits are compared.
private struct Colours {
    private let red: UInt32
    private let green: UInt32
    private let blue: UInt32
    private let mask: UInt32

    init(_ format: PixelFormat, comparesAlpha: Bool) {
        let (red, green, blue) = format.offsets
        // Bytes from the first up, whatever the machine's order.
        (self.red, self.green, self.blue) = (UInt32(red) * 8, UInt32(green) * 8, UInt32(blue) * 8)
        mask = comparesAlpha ? .max : 255 &<< self.red | 255 &<< self.green | 255 &<< self.blue
    }

    /// Counts pixels of both marks that are neither black nor white where they have to be.
    func wrongMarks(_ row: UnsafeRawPointer, _ number: Int, _ width: Int, _ frame: UInt32) -> Int {
        let content = UInt64(frame) << 24 | UInt64(UInt16(truncatingIfNeeded: number)) << 8
        let check = UInt64(RowMark.crc24(content))
        let colours: UInt32 = 255 &<< red | 255 &<< green | 255 &<< blue
        let right = (width - RowMark.width) * PixelFormat.bytesPerPixel
        var wrong = 0
        for cell in 0..<RowMark.cells {
            let bit =
                cell < RowMark.contentCells
                ? content >> UInt64(RowMark.contentCells - 1 - cell)
                : check >> UInt64(RowMark.cells - 1 - cell)
            let expected = (bit & 1 == 1 ? colours : 0) | ~colours
            let first = cell * RowMark.cellPixels
            for pixel in first..<first + RowMark.cellPixels {
                let offset = pixel * PixelFormat.bytesPerPixel
                let left = unsafe word(row, offset) ^ expected
                let other = unsafe word(row, right + offset) ^ expected
                wrong += (left & mask == 0 ? 0 : 1) + (other & mask == 0 ? 0 : 1)
            }
        }
        return wrong
    }

    /// Counts pixels between the marks that are not the pattern's: red = x + f, green = y + f/2,
    /// blue = x + y + f/4, alpha 255, of each the low byte.
    func wrongPattern(_ row: UnsafeRawPointer, _ number: Int, _ width: Int, _ frame: UInt32) -> Int
    {
        let y = UInt32(truncatingIfNeeded: number)
        let colours: UInt32 = 255 &<< red | 255 &<< green | 255 &<< blue
        let constant = ~colours | ((y &+ frame / 2) & 255) &<< green
        let blues = y &+ frame / 4
        var wrong: UInt32 = 0
        for x in UInt32(RowMark.width)..<UInt32(width - RowMark.width) {
            let expected =
                constant | ((x &+ frame) & 255) &<< red | ((x &+ blues) & 255) &<< blue
            let found = unsafe word(row, Int(x) * PixelFormat.bytesPerPixel)
            wrong &+= (found ^ expected) & mask == 0 ? 0 : 1
        }
        return Int(wrong)
    }

    private func word(_ row: UnsafeRawPointer, _ offset: Int) -> UInt32 {
        unsafe UInt32(littleEndian: row.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
