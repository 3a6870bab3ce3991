import Testing

@testable import WeldViewport

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
