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
        #expect(!reading.isUnmarked)
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
        #expect(blank.isUnmarked)
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
        let reading = unsafe Witness.read(bytes.span.bytes, size: small, pitch: pitch)
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
        let reading = unsafe Witness.read(bytes.span.bytes, size: small, pitch: small.pitch)
        #expect(reading == Witness.Reading(frame: 12_345))
    }
}

@Suite("Test pattern and witness")
struct PictureTests {
    @Test(
        "a pixel is x+f, y+f/2, x+y+f/4, 255, low byte kept",
        arguments: [0, 1, 3, 255, 256, 1000, 4_294_967_299] as [UInt64])
    func pattern(frame: UInt64) {
        var picture = PictureBuffer(size: PictureSize(width: 300, height: 7) ?? .standard)
        picture.draw { TestPattern.draw(frame: frame, on: $0) }
        for (x, y) in [(0, 0), (1, 0), (299, 6), (17, 3), (256, 5)] {
            let (red, green, blue, alpha) = picture.pixel(x: x, y: y)
            #expect(red == UInt8(truncatingIfNeeded: UInt64(x) + frame))
            #expect(green == UInt8(truncatingIfNeeded: UInt64(y) + frame / 2))
            #expect(blue == UInt8(truncatingIfNeeded: UInt64(x + y) + frame / 4))
            #expect(alpha == 255)
        }
    }

    @Test("the CRC of seven bytes is the one of RFC 9580, bit by bit")
    func crc() {
        func slow(_ bytes: UInt64) -> UInt32 {
            var crc: UInt32 = 0xB704CE
            for index in 0..<7 {
                crc ^= (UInt32(truncatingIfNeeded: bytes >> UInt64(48 - 8 * index)) & 0xFF) << 16
                for _ in 0..<8 {
                    crc <<= 1
                    if crc & 0x100_0000 != 0 { crc ^= 0x186_4CFB }
                }
            }
            return crc & 0xFF_FFFF
        }
        for bytes: UInt64 in [0, 1, 0x1234_5678_9ABC_DE, 0xFF_FFFF_FFFF_FFFF] {
            #expect(Witness.crc24(sevenBytes: bytes) == slow(bytes))
        }
    }

    @Test("both marks of a row begin with the frame number, most significant bit first")
    func marks() {
        var picture = PictureBuffer(size: small)
        picture.draw { TestPattern.draw(frame: 0x8000_0001, on: $0) }
        for start in [0, small.width - 240] {
            #expect(picture.pixel(x: start, y: 4) == (255, 255, 255, 255))
            #expect(picture.pixel(x: start + 3, y: 4) == (0, 0, 0, 255))
            #expect(picture.pixel(x: start + 31 * 3 + 2, y: 4) == (255, 255, 255, 255))
        }
    }
}
