internal import CWeldPlatform
internal import Glibc

/// What the calling process's memory comes to, in bytes: as its allocator and the kernel see it.
public struct MemoryUse: Equatable, Sendable {
    /// What was allocated and not freed, in blocks that share mappings; 0 under a sanitizer.
    public var heapInUse: UInt64
    /// What is allocated in large blocks, each a mapping of its own; 0 under a sanitizer.
    public var heapMapped: UInt64
    /// What the process holds in memory.
    public var resident: UInt64

    /// Asks allocator and kernel; what `/proc` does not tell is 0.
    public static func current() -> MemoryUse {
        let heap = weld_heap_use()
        return MemoryUse(
            heapInUse: heap.in_use, heapMapped: heap.mapped, resident: residentBytes())
    }

    /// Second field of `statm`, in pages.
    private static func residentBytes() -> UInt64 {
        guard let text = try? SmallFile.read("/proc/self/statm") else { return 0 }
        let fields = text.split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = UInt64(String(decoding: fields[1], as: UTF8.self))
        else { return 0 }
        return pages * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
