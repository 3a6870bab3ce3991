// Unsafe code: this is the one owner of mapped memory; it lends the address range.

internal import Glibc

/// Owns a shared mapping of a ``MemoryObject``; unmapped when dropped.
///
/// What lies inside can change at any moment under the other side's hand: copy first, then parse.
@safe
public struct Mapping: ~Copyable, @unchecked Sendable {
    /// The mapped bytes, valid while the mapping lives.
    public let bytes: UnsafeMutableRawBufferPointer

    init(
        descriptor: Int32, size: Int, isWritable: Bool, isPopulated: Bool
    ) throws(SystemError) {
        let protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ
        let flags = isPopulated ? MAP_SHARED | MAP_POPULATE : MAP_SHARED
        // MAP_FAILED is a C cast that Swift does not import; it is the address -1.
        guard
            let address = unsafe mmap(nil, size, protection, flags, descriptor, 0),
            UInt(bitPattern: address) != .max
        else {
            throw SystemError(code: errno, operation: "map \(size) bytes")
        }
        unsafe bytes = UnsafeMutableRawBufferPointer(start: address, count: size)
    }

    deinit {
        unsafe munmap(bytes.baseAddress, bytes.count)
    }

    /// The number of bytes mapped.
    public var size: Int { unsafe bytes.count }
}
