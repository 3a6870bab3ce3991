// Unsafe code: zlib takes and fills buffers by address.

internal import CZlib

/// Writes a captured picture as a PNG file's bytes, for people to look at.
public enum PNGImage {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Returns the file's bytes, 8 bits of red, green and blue a pixel; nil for a picture whose
    /// bytes do not fit its layout.
    public static func encode(_ pixels: Span<UInt8>, _ layout: PictureLayout) -> [UInt8]? {
        guard layout.isSound, pixels.count >= layout.byteCount,
            let data = compressed(scanLines(pixels, layout))
        else { return nil }
        // 8 bits a channel, colour type 2 (RGB), the only compression and filter methods, no
        // interlacing.
        let header = bigEndian(layout.width) + bigEndian(layout.height) + [8, 2, 0, 0, 0]
        return signature + chunk("IHDR", header) + chunk("IDAT", data) + chunk("IEND", [])
    }

    /// Each row: the filter's number, then every byte less the one a pixel to its left.
    ///
    /// What rises evenly becomes constant, which compresses to almost nothing.
    private static func scanLines(_ pixels: Span<UInt8>, _ layout: PictureLayout) -> [UInt8] {
        let (red, green, blue) = layout.format.offsets
        var lines: [UInt8] = []
        lines.reserveCapacity(layout.height * (1 + 3 * layout.width))
        for row in 0..<layout.height {
            lines.append(1)
            var left: (UInt8, UInt8, UInt8) = (0, 0, 0)
            var pixel = layout.start(ofRow: row)
            for _ in 0..<layout.width {
                let here = (pixels[pixel + red], pixels[pixel + green], pixels[pixel + blue])
                lines.append(here.0 &- left.0)
                lines.append(here.1 &- left.1)
                lines.append(here.2 &- left.2)
                left = here
                pixel += PixelFormat.bytesPerPixel
            }
        }
        return lines
    }

    private static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var length = compressBound(UInt(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(length))
        let code = unsafe result.withUnsafeMutableBufferPointer { target in
            unsafe bytes.withUnsafeBufferPointer { source in
                unsafe compress2(
                    target.baseAddress, &length, source.baseAddress, UInt(source.count), 3)
            }
        }
        guard code == Z_OK else { return nil }
        result.removeLast(result.count - Int(length))
        return result
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        let check = unsafe body.withUnsafeBufferPointer { bytes in
            unsafe crc32(0, bytes.baseAddress, UInt32(bytes.count))
        }
        return bigEndian(content.count) + body + bigEndian(Int(check))
    }

    private static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
