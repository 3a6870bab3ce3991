/// Draws the marks that ``WitnessReading`` reads, for pictures of the judge's own: its presenter
/// shows what the host can carry without any code of the judged (credibility.md#capacity).
public enum WitnessDrawing {
    /// Writes both marks of every row; what stands between them is left as it is.
    ///
    /// - Parameters:
    ///   - frame: The number that every row names.
    ///   - words: The picture, a word of four bytes a pixel.
    ///   - layout: How it lies there; its pitch is a multiple of four bytes.
    /// - Returns: Whether the picture has room for the marks; where it has none, nothing is written.
    public static func mark(
        _ frame: UInt32, in words: inout MutableSpan<UInt32>, _ layout: PictureLayout
    ) -> Bool {
        let pixel = PixelFormat.bytesPerPixel
        guard layout.isSound, layout.pitch % pixel == 0, layout.width >= 2 * RowMark.width,
            words.count >= layout.byteCount / pixel
        else { return false }
        for row in 0..<layout.height {
            let start = layout.start(ofRow: row) / pixel
            RowMark.draw(
                frame, row: row, in: &words, at: start, and: start + layout.width - RowMark.width)
        }
        return true
    }
}

extension RowMark {
    /// Writes the mark of a row at two places, as ``frame(_:at:row:_:)`` reads it.
    static func draw(
        _ frame: UInt32, row: Int, in words: inout MutableSpan<UInt32>, at left: Int,
        and right: Int
    ) {
        let content =
            UInt64(frame) << 24 | UInt64(UInt16(truncatingIfNeeded: row)) << 8
        let check = UInt64(crc24(content))
        for cell in 0..<cells {
            let bit =
                cell < contentCells
                ? content >> UInt64(contentCells - 1 - cell) : check >> UInt64(cells - 1 - cell)
            // Every byte is the same, so that the order of colours does not matter.
            let word: UInt32 = bit & 1 == 1 ? .max : 0
            for offset in cell * cellPixels..<(cell + 1) * cellPixels {
                words[left + offset] = word
                words[right + offset] = word
            }
        }
    }
}
