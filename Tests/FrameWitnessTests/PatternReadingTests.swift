import Testing

@testable import FrameWitness

@Suite("The pixels of a picture, compared with its frame's")
struct PatternReadingTests {
    /// A picture as the page describes it, pixel by pixel.
    private static func picture(
        _ frame: UInt32, _ format: PixelFormat = .xbgr8888, padding: Int = 0,
        isInverted: Bool = false
    ) -> DrawnPicture {
        var picture = DrawnPicture(
            frame: frame, padding: padding, format: format, isInverted: isInverted)
        let (red, green, blue) = format.offsets
        let alpha = 6 - red - green - blue
        for row in 0..<picture.layout.height {
            for column in 0..<picture.layout.width {
                let start = picture.layout.start(ofRow: row) + 4 * column
                picture.bytes[start + alpha] = 255
                guard (240..<picture.layout.width - 240).contains(column) else { continue }
                let (x, y, f) = (UInt32(column), UInt32(row), frame)
                picture.bytes[start + red] = UInt8(truncatingIfNeeded: x &+ f)
                picture.bytes[start + green] = UInt8(truncatingIfNeeded: y &+ f / 2)
                picture.bytes[start + blue] = UInt8(truncatingIfNeeded: x &+ y &+ f / 4)
            }
        }
        return picture
    }

    private static func compare(
        _ picture: DrawnPicture, _ frame: UInt32, every step: Int = 1, alpha: Bool = true
    ) -> PatternReading {
        PatternReading(
            picture.bytes.span, picture.layout, frame: frame, every: step, comparesAlpha: alpha)
    }

    @Test(
        "A picture of its frame has no wrong pixel, in every format",
        arguments: PixelFormat.allCases, [UInt32(1), 1023, 0xDEAD_BEEF])
    func whole(format: PixelFormat, frame: UInt32) {
        let picture = Self.picture(frame, format, padding: 8, isInverted: true)
        let reading = Self.compare(picture, frame)
        #expect(reading.rows == 6)
        #expect(reading.wrongPixels == 0)
        #expect(Self.compare(picture, frame, every: 4).rows == 2)
    }

    @Test(
        "One other pixel anywhere is seen",
        arguments: [(0, 0), (5, 239), (2, 240), (3, 259), (5, 499)])
    func onePixel(row: Int, column: Int) {
        var picture = Self.picture(77)
        picture.bytes[picture.layout.start(ofRow: row) + 4 * column] ^= 1
        #expect(Self.compare(picture, 77).wrongPixels == 1)
    }

    @Test("Colours that changed places are seen, though marks are black and white")
    func swapped() {
        var picture = Self.picture(9, .xbgr8888)
        picture.layout.format = .xrgb8888
        #expect(picture.reading.frame == 9)
        #expect(Self.compare(picture, 9).wrongPixels > 0)
    }

    @Test("A picture that is moved by a pixel is seen, though its marks can be read")
    func moved() {
        var picture = Self.picture(9)
        for row in 0..<picture.layout.height {
            let start = picture.layout.start(ofRow: row)
            picture.bytes.removeSubrange(start..<start + 4)
            picture.bytes.insert(contentsOf: [255, 255, 255, 255], at: start + 4 * 499)
        }
        #expect(picture.reading.frame == 9)
        #expect(Self.compare(picture, 9).wrongPixels > 0)
    }

    @Test("The alpha is compared where it is asked for, and only there")
    func alpha() {
        var picture = Self.picture(9)
        picture.bytes[picture.layout.start(ofRow: 1) + 4 * 250 + 3] = 0
        #expect(Self.compare(picture, 9).wrongPixels == 1)
        #expect(Self.compare(picture, 9, alpha: false).wrongPixels == 0)
    }

    @Test("Marks side by side are compared alone")
    func marks() {
        var picture = DrawnPicture(frame: 5, width: 480, height: 3, format: .xbgr8888)
        for pixel in 0..<3 * 480 { picture.bytes[4 * pixel + 3] = 255 }
        let whole = PatternReading(marks: picture.bytes.span, picture.layout, frame: 5)
        #expect(whole.rows == 3 && whole.wrongPixels == 0)
        picture.bytes[4 * 300] ^= 16
        let other = PatternReading(marks: picture.bytes.span, picture.layout, frame: 5)
        #expect(other.wrongPixels == 1)
    }

    @Test("What does not fit its layout has no row that could be compared")
    func unsound() {
        let picture = Self.picture(5)
        let short = PatternReading(
            picture.bytes.span.extracting(first: 100), picture.layout, frame: 5,
            comparesAlpha: true)
        #expect(short == Self.compare(DrawnPicture(frame: 5, width: 400), 5))
        #expect(short.rows == 0 && short.wrongPixels == 0)
    }
}
