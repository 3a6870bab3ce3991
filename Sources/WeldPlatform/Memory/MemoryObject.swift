internal import CWeldPlatform
internal import Glibc

/// Owns a piece of memory that processes share, as a descriptor (platform.md#shared-memory).
///
/// The object holds its descriptor for life (lessons.md#row-3); mappings of it stay valid after it.
public struct MemoryObject: ~Copyable, Sendable {
    /// The object's descriptor.
    public let descriptor: OwnedDescriptor
    /// The object's size in bytes, as fstat says.
    public let size: Int

    /// Creates nameless memory (memfd) of a fixed size, zeroed, sealed against shrinking and
    /// growing, so that no holder can make another die by SIGBUS.
    ///
    /// `label` only shows in `/proc`.
    public static func sealed(label: String, size: Int) throws(SystemError) -> MemoryObject {
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("create memory object", path: label) {
                unsafe weld_memfd_create(label)
            })
        let number = descriptor.rawValue
        try systemCall("size memory object", path: label) { ftruncate(number, size) }
        try systemCall("seal memory object", path: label) { weld_seal_size(number) }
        return MemoryObject(unchecked: descriptor, size: size)
    }

    /// Takes over a received descriptor after asking the kernel, not the sender, about it.
    ///
    /// - Throws: EINVAL when it is no memory, EMSGSIZE when fstat's size is another than `size`,
    ///   EPERM when its size is not sealed.
    public init(
        adopting descriptor: consuming OwnedDescriptor, expectedSize size: Int
    ) throws(SystemError) {
        let facts = try DescriptorFacts.of(descriptor.rawValue)
        guard facts.kind == .regular else {
            throw SystemError(code: EINVAL, operation: "adopt a \(facts.kind.rawValue) as memory")
        }
        guard facts.size == size else {
            throw SystemError(
                code: EMSGSIZE,
                operation: "adopt memory of \(facts.size) bytes where \(size) were announced")
        }
        let number = descriptor.rawValue
        let isSealed = try systemCall("read seals") { weld_size_is_sealed(number) }
        guard isSealed == 1 else {
            throw SystemError(code: EPERM, operation: "adopt memory whose size is not sealed")
        }
        self.init(unchecked: descriptor, size: size)
    }

    init(unchecked descriptor: consuming OwnedDescriptor, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    /// Maps the whole object, shared; `isPopulated` touches every page at once, which moves the
    /// cost of first touch (10 to 40 times a warm frame) out of the frame.
    public borrowing func map(
        isWritable: Bool = true, isPopulated: Bool = false
    ) throws(SystemError) -> Mapping {
        try Mapping(
            descriptor: descriptor.rawValue, size: size, isWritable: isWritable,
            isPopulated: isPopulated)
    }

    /// Changes the object's size: refused with EPERM when it is sealed.
    public borrowing func resize(to size: Int) throws(SystemError) {
        let number = descriptor.rawValue
        try systemCall("resize memory object") { ftruncate(number, size) }
    }
}
