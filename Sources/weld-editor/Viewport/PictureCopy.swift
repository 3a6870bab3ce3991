// Unsafe code: rows are exchanged in memory that the caller lends.

import WeldContract
import WeldPlatform
import WeldStub
import WeldViewport

/// Copies acquired pictures out of the region, and is where `two-slot-adversary` stalls in the
/// middle of some copies (gates.md#g6).
struct PictureCopy: Sendable {
    private let stalls: Bool
    private let rows: Int
    private var copied: UInt64 = 0

    init(_ region: ViewportRegion, sabotages: Sabotages) {
        stalls = sabotages.has(.twoSlotAdversary)
        rows = region.layout.size.height
    }

    /// Copies the acquired picture to exactly as many bytes as it has.
    mutating func copy(from reader: ViewportReader, to bytes: inout MutableRawSpan) {
        copied &+= 1
        guard stalls, copied % Sabotage.copyStallEvery == 0 else {
            return reader.copyCurrent(to: &bytes)
        }
        reader.copyCurrent(rows: 0..<rows / 2, to: &bytes)
        stall()
        reader.copyCurrent(rows: rows / 2..<rows, to: &bytes)
    }

    /// Copies the acquired picture to a buffer of its size.
    mutating func copy(from reader: ViewportReader, to picture: inout PictureBuffer) {
        picture.withBytes { copy(from: reader, to: &$0) }
    }

    /// Lets time pass: the fault itself, not a wait for anything.
    private func stall() {
        var none: [PollEntry] = []
        _ = try? Poll.wait(
            &none,
            until: Deadline(nanoseconds: MonotonicClock.now() + Sabotage.copyStallNanoseconds))
    }
}

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
