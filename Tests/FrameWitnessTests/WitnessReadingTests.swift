import Testing

@testable import FrameWitness

@Suite("The witness of a captured picture")
struct WitnessReadingTests {
    @Test("The check value is that of RFC 9580")
    func checkValue() {
        // "1234567" as seven bytes; the figure comes from an implementation elsewhere.
        #expect(RowMark.crc24(0x31_3233_3435_3637) == 0x16_E5F6)
        #expect(DrawnPicture.check(0x31_3233_3435_3637) == 0x16_E5F6)
    }

    @Test("A whole picture names its frame in every format", arguments: PixelFormat.allCases)
    func formats(format: PixelFormat) {
        let picture = DrawnPicture(frame: 0xDEAD_BEEF, format: format)
        #expect(picture.reading.frame == 0xDEAD_BEEF)
        #expect(!picture.reading.isTorn)
    }

    @Test("Padding behind the rows and rows from bottom to top are taken as they are")
    func geometry() {
        let padded = DrawnPicture(frame: 7, padding: 52)
        #expect(padded.reading == DrawnPicture(frame: 7).reading)
        let inverted = DrawnPicture(frame: 7, isInverted: true)
        #expect(inverted.reading == padded.reading)
        var wrongWayUp = inverted
        wrongWayUp.layout.isInverted = false
        #expect(wrongWayUp.reading.frame == nil)
    }

    @Test("One row of another frame is a tear", arguments: [1, 3, 5])
    func foreignRow(row: Int) {
        var picture = DrawnPicture(frame: 100)
        picture.mark(row: row, frame: 101)
        #expect(picture.reading.frame == 100)
        #expect(picture.reading.foreignRows == 1)
        #expect(picture.reading.isTorn)
    }

    @Test("A row whose two ends name different frames is a tear")
    func differingEnds() {
        var picture = DrawnPicture(frame: 100)
        picture.mark(row: 2, column: picture.layout.width - 240, frame: 99)
        #expect(picture.reading.foreignRows == 1)
    }

    @Test("One wrong cell makes its row unreadable, and the picture partially stamped")
    func wrongCell() {
        var picture = DrawnPicture(frame: 100)
        for pixel in 0..<3 { picture.paint(row: 4, column: 3 * 79 + pixel, 255) }
        for pixel in 0..<3 { picture.paint(row: 5, column: 3 * 79 + pixel, 0) }
        #expect(picture.reading.unreadableRows == 1)
        #expect(picture.reading.isTorn)
    }

    @Test("A row in another row's place is unreadable")
    func displacedRow() {
        var picture = DrawnPicture(frame: 100)
        let pitch = picture.layout.pitch
        picture.bytes.replaceSubrange(
            4 * pitch..<5 * pitch, with: Array(picture.bytes[3 * pitch..<4 * pitch]))
        #expect(picture.reading.unreadableRows == 1)
    }

    @Test("The outer pixels of a cell may be blended with their neighbours")
    func blended() {
        var picture = DrawnPicture(frame: 0x1234)
        for row in 0..<picture.layout.height {
            for cell in 0..<80 {
                picture.paint(row: row, column: 3 * cell, 128)
                picture.paint(row: row, column: 3 * cell + 2, 127)
            }
        }
        #expect(picture.reading == DrawnPicture(frame: 0x1234).reading)
    }

    @Test("A plain background names no frame and is no tear", arguments: [0, 128, 255] as [UInt8])
    func background(grey: UInt8) {
        var picture = DrawnPicture(frame: 1)
        picture.bytes = [UInt8](repeating: grey, count: picture.bytes.count)
        #expect(picture.reading.frame == nil)
        #expect(picture.reading.unreadableRows == picture.layout.height)
        #expect(!picture.reading.isTorn)
    }

    @Test("Figures that contradict each other give no reading and no crash")
    func unsound() {
        let picture = DrawnPicture(frame: 1)
        let layouts = [
            PictureLayout(width: 500, height: 6, pitch: 1_999),
            PictureLayout(width: 500, height: 7, pitch: 2_000),
            PictureLayout(width: 479, height: 6, pitch: 2_000),
            PictureLayout(width: 0, height: 0, pitch: 0),
            PictureLayout(width: -1, height: 6, pitch: 2_000),
            PictureLayout(width: .max, height: .max, pitch: .max),
        ]
        for layout in layouts {
            let reading = WitnessReading(picture.bytes.span, layout)
            #expect(reading.frame == nil)
        }
    }
}
