import CZlib
import Testing

@testable import FrameWitness

@Suite("A picture as a PNG file")
struct PNGImageTests {
    @Test("The pixels come back out of the file", arguments: PixelFormat.allCases)
    func roundTrip(format: PixelFormat) throws {
        var picture = DrawnPicture(frame: 5, padding: 8, format: format, isInverted: true)
        let (red, green, blue) = format.offsets
        let start = picture.layout.start(ofRow: 2) + 4 * 250
        picture.bytes[start + red] = 10
        picture.bytes[start + green] = 20
        picture.bytes[start + blue] = 30
        let file = PNGImage.encode(picture.bytes.span, picture.layout)
        let image = try #require(file.flatMap { DecodedPNG($0) })
        #expect(image.width == 500 && image.height == 6)
        #expect(image.pixel(row: 2, column: 250) == [10, 20, 30])
        #expect(image.pixel(row: 0, column: 0) == [0, 0, 0])
        #expect(image.pixel(row: 0, column: 240) == [0x55, 0x55, 0x55])
    }

    @Test("Bytes that do not fit their layout are refused")
    func unsound() {
        let bytes = [UInt8](repeating: 0, count: 16)
        let short = PNGImage.encode(bytes.span, PictureLayout(width: 2, height: 3, pitch: 8))
        let empty = PNGImage.encode(bytes.span, PictureLayout(width: 0, height: 2, pitch: 8))
        #expect(short == nil)
        #expect(empty == nil)
    }
}

/// Just enough of a reader for what the writer makes: three chunks, RGB, the filter Sub.
private struct DecodedPNG {
    let width: Int
    let height: Int
    private var rows: [[UInt8]] = []

    init?(_ file: [UInt8]) {
        guard file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
            return nil
        }
        var chunks: [String: [UInt8]] = [:]
        var position = 8
        while position + 12 <= file.count {
            let length = Self.number(file[position..<position + 4])
            let name = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
            guard position + 12 + length <= file.count else { return nil }
            let body = Array(file[position + 4..<position + 8 + length])
            let check = unsafe body.withUnsafeBufferPointer {
                unsafe Int(crc32(0, $0.baseAddress, UInt32($0.count)))
            }
            let end = position + 8 + length
            guard Self.number(file[end..<end + 4]) == check else { return nil }
            chunks[name] = Array(body.dropFirst(4))
            position = end + 4
        }
        guard position == file.count, let header = chunks["IHDR"], header.count == 13,
            Array(header[8...]) == [8, 2, 0, 0, 0], let data = chunks["IDAT"], chunks["IEND"] == []
        else { return nil }
        width = Self.number(header[0..<4])
        height = Self.number(header[4..<8])
        var length = UInt(height * (3 * width + 1))
        var lines = [UInt8](repeating: 0, count: Int(length))
        let code = unsafe lines.withUnsafeMutableBufferPointer { target in
            unsafe data.withUnsafeBufferPointer { source in
                unsafe uncompress(
                    target.baseAddress, &length, source.baseAddress, UInt(source.count))
            }
        }
        guard code == Z_OK, Int(length) == lines.count else { return nil }
        for row in 0..<height {
            let start = row * (3 * width + 1)
            guard lines[start] == 1 else { return nil }
            var bytes = Array(lines[start + 1..<start + 1 + 3 * width])
            for index in 3..<bytes.count { bytes[index] &+= bytes[index - 3] }
            rows.append(bytes)
        }
    }

    func pixel(row: Int, column: Int) -> [UInt8] { Array(rows[row][3 * column..<3 * column + 3]) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
