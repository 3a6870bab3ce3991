// Unsafe code: the ring's memory is written and read by address.

import Glibc
import WeldPlatform
import WeldViewport

/// A ring as its reader makes it, described here a second time (viewport.md#three-witnesses).
final class ReadBackMemory {
    static let stride = (720 * 480 * 4 + 4095) / 4096 * 4096

    let memory: MemoryObject
    let mapping: Mapping

    /// Makes a ring; words of its header can be replaced by offset.
    init(slots: Int, replacing words: [Int: UInt32] = [:]) throws {
        let memory = try MemoryObject.sealed(
            label: "read-back", size: 4096 + slots * Self.stride)
        mapping = try memory.map()
        self.memory = memory
        var header: [Int: UInt32] = [
            0: 0x4B42_5257, 4: 1, 8: UInt32(slots), 12: 720, 16: 480 * 4, 20: UInt32(Self.stride),
        ]
        header.merge(words) { $1 }
        for (offset, word) in header {
            unsafe mapping.bytes.storeBytes(of: word, toByteOffset: offset, as: UInt32.self)
        }
    }

    /// The word that says whose turn a slot is.
    func state(_ slot: Int) -> UInt32 {
        unsafe mapping.bytes.load(fromByteOffset: 64 + 4 * slot, as: UInt32.self)
    }

    /// What the rows in a slot say.
    func reading(_ slot: Int) throws -> Witness.Reading {
        let start = 4096 + slot * Self.stride
        let size = PictureSize(width: 480, height: 720)
        guard let size else { throw SystemError(code: EINVAL, operation: "make a size") }
        let marks = unsafe UnsafeRawBufferPointer(
            rebasing: mapping.bytes[start..<start + size.byteCount])
        return unsafe Witness.read(marks.bytes, size: size, pitch: size.pitch)
    }
}
