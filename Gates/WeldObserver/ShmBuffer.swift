// Unsafe code: libwayland's objects are pointers, and the mapping's bytes are lent.

import CScreencopy
import CWayland
import FrameWitness
import GateHost

/// A buffer of shared memory that the compositor copies a capture into, or shows.
@safe
final class ShmBuffer {
    /// How its bytes are to be read.
    let layout: PictureLayout
    /// The compositor's name for it.
    let proxy: OpaquePointer

    /// A proxy must not outlive its connection.
    private let display: Display
    private let memory: MemoryObject
    private let mapping: Mapping

    /// Makes a buffer, for captures as the compositor offers them.
    init(_ layout: PictureLayout, on display: Display) throws {
        self.layout = layout
        self.display = display
        memory = try MemoryObject.sealed(label: "weld-observer", size: layout.byteCount)
        mapping = try memory.map(isPopulated: true)
        let size = Int32(layout.byteCount)
        guard let pool = unsafe wl_shm_create_pool(display.shm, memory.descriptor.rawValue, size)
        else {
            throw ObserverFailure("the compositor gives no pool of shared memory")
        }
        defer { unsafe wl_shm_pool_destroy(pool) }
        guard
            let buffer = unsafe wl_shm_pool_create_buffer(
                pool, 0, Int32(layout.width), Int32(layout.height), Int32(layout.pitch),
                layout.format.rawValue)
        else { throw ObserverFailure("the compositor gives no buffer of shared memory") }
        unsafe proxy = buffer
    }

    deinit { unsafe wl_buffer_destroy(proxy) }

    /// Lends the pixels; nobody writes to them while the buffer is in no capture.
    func withPixels<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        unsafe body(
            UnsafeRawBufferPointer(mapping.bytes).bindMemory(to: UInt8.self).span)
    }

    /// Lends the pixels for writing, a word each; the compositor must not be reading them.
    func withWords<Result>(_ body: (inout MutableSpan<UInt32>) -> Result) -> Result {
        let words = unsafe mapping.bytes.bindMemory(to: UInt32.self)
        var span = unsafe words.mutableSpan
        return body(&span)
    }
}
