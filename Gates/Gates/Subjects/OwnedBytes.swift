// Unsafe code: one fixed buffer is lent by address to read and write, so that measuring costs
// nothing that the machine does not.

internal import GateHost

/// A buffer of a fixed size that descriptors are read into and written from.
@safe
struct OwnedBytes: ~Copyable {
    private let bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
        unsafe bytes = .allocate(byteCount: count, alignment: 16)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        unsafe bytes.deallocate()
    }

    /// The byte at an index.
    subscript(index: Int) -> UInt8 { unsafe bytes[index] }

    /// Reads once into the last `count` bytes; 0 at the end, nil at an error or where nothing is.
    borrowing func read(last count: Int, from source: borrowing OwnedDescriptor) -> Int? {
        let space = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes.suffix(count))
        return (try? unsafe source.read(into: space)) ?? nil
    }

    /// Writes everything once; nil at an error.
    borrowing func write(to target: borrowing OwnedDescriptor) -> Int? {
        (try? unsafe target.write(UnsafeRawBufferPointer(bytes))) ?? nil
    }
}
