// Unsafe code: the ring's memory is written in place, as an editor would.

import GateHost
import Synchronization

@testable import Gates

/// The editor's side of a read-back ring, written from its description and not from any code.
final class ReadBackWriter {
    private let mapping: Mapping

    init(_ ring: ReadBackRing) throws {
        let memory = try MemoryObject(
            adopting: .duplicating(ring.descriptor), expectedSize: ring.size)
        mapping = try memory.map()
    }

    /// A word of the header or of the states, by its offset.
    func word(at offset: Int) -> UInt32 {
        unsafe UInt32(littleEndian: mapping.bytes.load(fromByteOffset: offset, as: UInt32.self))
    }

    /// Whether a slot is filled.
    func isFilled(_ slot: Int) -> Bool { word(at: 64 + 4 * slot) == 1 }

    /// Fills a slot with the rows of a picture; some rows may be another picture's, or none's.
    func fill(_ slot: Int, frame: UInt32, foreign: [Int: UInt32] = [:], blank: Set<Int> = []) {
        let stride = Int(word(at: 20))
        for row in 0..<Int(word(at: 12)) {
            let start = 4096 + slot * stride + row * 1920
            for pixel in 0..<480 where blank.contains(row) {
                paint(start + 4 * pixel, 0)
            }
            guard !blank.contains(row) else { continue }
            mark(start, row: row, frame: foreign[row] ?? frame)
            mark(start + 960, row: row, frame: foreign[row] ?? frame)
        }
        unsafe mapping.bytes.storeBytes(
            of: UInt32(1), toByteOffset: 64 + 4 * slot, as: UInt32.self)
    }

    /// Changes one bit of a byte.
    func spoil(_ offset: Int) { unsafe mapping.bytes[offset] ^= 16 }

    /// 32 bits of frame, 16 of row, 8 zero, 24 of check value, most significant first, 3 pixels
    /// each.
    private func mark(_ start: Int, row: Int, frame: UInt32) {
        let content = UInt64(frame) << 24 | UInt64(row) << 8
        let cells =
            (0..<56).map { content >> (55 - $0) & 1 }
            + (0..<24).map { UInt64(check(content)) >> (23 - $0) & 1 }
        for (cell, bit) in cells.enumerated() {
            for pixel in 0..<3 { paint(start + 4 * (3 * cell + pixel), bit == 1 ? 255 : 0) }
        }
    }

    private func paint(_ offset: Int, _ grey: UInt8) {
        for byte in 0..<3 { unsafe mapping.bytes[offset + byte] = grey }
        unsafe mapping.bytes[offset + 3] = 255
    }

    /// CRC-24 of RFC 9580, bit by bit.
    private func check(_ content: UInt64) -> UInt32 {
        var crc: UInt32 = 0xB7_04CE
        for bit in stride(from: 55, through: 0, by: -1) {
            let top = crc >> 23 & 1 ^ UInt32(content >> UInt64(bit) & 1)
            crc = crc << 1 & 0xFF_FFFF ^ (top == 1 ? 0x86_4CFB : 0)
        }
        return crc
    }
}
