// Unsafe code: rows are filled through the canvas's lent pointer, which the compiler vectorises.

/// The moving test pattern of the milestone with the witness on top (viewport.md#the-picture).
///
/// Red = x + f, green = y + f/2, blue = x + y + f/4, alpha 255, low byte kept.
public enum TestPattern {
    /// Draws all rows of frame `frame`.
    public static func draw(frame: UInt64, on canvas: PictureCanvas) {
        draw(frame: frame, rows: 0..<canvas.size.height, on: canvas)
    }

    /// Draws some rows of frame `frame`.
    public static func draw(frame: UInt64, rows: Range<Int>, on canvas: PictureCanvas) {
        let red = UInt32(truncatingIfNeeded: frame)
        let green = UInt32(truncatingIfNeeded: frame / 2)
        let blue = UInt32(truncatingIfNeeded: frame / 4)
        for y in rows {
            let row = UInt32(y)
            unsafe canvas.withRow(y) { pixels in
                let constant: UInt32 = 0xFF00_0000 | ((row &+ green) & 0xFF) << 8
                let diagonal = row &+ blue
                for x in 0..<UInt32(truncatingIfNeeded: pixels.count) {
                    unsafe pixels[Int(x)] =
                        constant | (x &+ red) & 0xFF | ((x &+ diagonal) & 0xFF) << 16
                }
                unsafe Witness.mark(pixels, frame: red, row: y)
            }
        }
    }
}
