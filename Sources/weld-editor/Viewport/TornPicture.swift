// Unsafe code: rows are exchanged in memory that the caller lends.

import WeldViewport

/// The fault of `torn-present`: what is shown is the upper half of one picture and the lower half
/// of the one before it, mixed after the shared memory's witness has looked (gates.md#g6).
struct TornPicture {
    private var earlier: [UInt8] = []

    /// Exchanges the lower half of a picture with that of the picture before it.
    mutating func spoil(_ bytes: inout MutableRawSpan, _ size: PictureSize) {
        unsafe bytes.withUnsafeMutableBytes { bytes in
            let lower = unsafe UnsafeMutableRawBufferPointer(
                rebasing: bytes[size.height / 2 * size.pitch..<size.byteCount])
            let own = unsafe [UInt8](lower)
            if earlier.count == own.count { unsafe lower.copyBytes(from: earlier) }
            earlier = own
        }
    }
}
