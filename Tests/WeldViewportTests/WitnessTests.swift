import Testing

@testable import WeldViewport

@Suite("Reading the witness")
struct WitnessTests {
    @Test("a mixture of two frames is torn, wherever the border lies", arguments: 1..<9)
    func tear(border: Int) {
        var picture = PictureBuffer(size: small)
        picture.draw { canvas in
            TestPattern.draw(frame: 8, rows: 0..<border, on: canvas)
            TestPattern.draw(frame: 7, rows: border..<9, on: canvas)
        }
        let reading = Witness.read(picture)
        #expect(reading.frame == 8 && reading.oldest == 7 && reading.newest == 8)
        #expect(reading.isTorn && reading.foreignRows == 9 - border)
        #expect(reading.unreadableRows == 0)
    }

    @Test("a row that cannot be read is no tear but a partial stamp")
    func damage() {
        var picture = PictureBuffer(size: small)
        picture.draw { canvas in
            TestPattern.draw(frame: 8, on: canvas)
            // A row drawn in another row's place names the wrong row and is not believed.
            unsafe canvas.withRow(5) { pixels in
                unsafe Witness.mark(pixels, frame: 8, row: 6)
            }
        }
        let reading = Witness.read(picture)
        #expect(reading.frame == 8 && reading.unreadableRows == 1)
        #expect(!reading.isTorn && reading.isPartiallyStamped && reading.isFaulty)
    }

    @Test("a row whose two marks name different frames is torn")
    func tornInsideRow() {
        var picture = PictureBuffer(size: small)
        picture.draw { canvas in
            TestPattern.draw(frame: 8, on: canvas)
            unsafe canvas.withRow(8) { pixels in
                unsafe Witness.mark(pixels, frame: 9, row: 8)
                var left: [UInt32] = []
                for x in 0..<240 { unsafe left.append(pixels[x]) }
                unsafe Witness.mark(pixels, frame: 8, row: 8)
                for x in 0..<240 { unsafe pixels[x] = left[x] }
            }
        }
        let reading = Witness.read(picture)
        #expect(reading.frame == 8 && reading.newest == 9 && reading.foreignRows == 1)
    }

    @Test("a picture without marks names no frame and is faulty; one too narrow is neither")
    func unmarked() throws {
        let blank = Witness.read(PictureBuffer(size: small))
        #expect(blank.frame == nil && blank.unreadableRows == 9 && blank.isFaulty)
        #expect(!blank.isTorn && !blank.isPartiallyStamped)
        let narrow = try #require(PictureSize(width: 479, height: 2))
        #expect(Witness.read(PictureBuffer(size: narrow)) == Witness.Reading())
    }

    @Test(
        "raw bytes with gaps between rows, red and blue exchanged or not", arguments: [false, true])
    func rawBytes(isBGRA: Bool) {
        var picture = PictureBuffer(size: small)
        picture.draw { TestPattern.draw(frame: 0xDEAD_BEEF, on: $0) }
        let pitch = small.pitch + 64
        var bytes = [UInt8](repeating: 0x55, count: pitch * 8 + small.pitch)
        for y in 0..<9 {
            for x in 0..<480 {
                let (red, green, blue, alpha) = picture.pixel(x: x, y: y)
                let pixel = isBGRA ? [blue, green, red, alpha] : [red, green, blue, alpha]
                bytes.replaceSubrange(y * pitch + 4 * x..<y * pitch + 4 * x + 4, with: pixel)
            }
        }
        let reading = unsafe bytes.withUnsafeBytes {
            unsafe Witness.read($0, size: small, pitch: pitch)
        }
        #expect(reading == Witness.Reading(frame: 0xDEAD_BEEF))
    }

    @Test("marks survive a linear filter between neighbouring pixels and a loss of contrast")
    func filtered() {
        var picture = PictureBuffer(size: small)
        picture.draw { TestPattern.draw(frame: 12_345, on: $0) }
        var bytes = [UInt8](repeating: 0, count: small.byteCount)
        for y in 0..<9 {
            for x in 0..<480 {
                let green =
                    [max(0, x - 1), x, min(479, x + 1)]
                    .map { Int(picture.pixel(x: $0, y: y).1) }.reduce(0, +) / 3
                bytes[y * small.pitch + 4 * x + 1] = UInt8(16 + green * 219 / 255)
            }
        }
        let reading = unsafe bytes.withUnsafeBytes {
            unsafe Witness.read($0, size: small, pitch: small.pitch)
        }
        #expect(reading == Witness.Reading(frame: 12_345))
    }
}
