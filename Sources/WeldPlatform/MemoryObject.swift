// Unsafe code: this is the one owner of mapped memory; it lends the address range.

internal import CWeldPlatform

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
        let number = unsafe try checked(
            weld_memory(label, UInt64(size)), "create memory object", path: label)
        return MemoryObject(unchecked: OwnedDescriptor(adopting: number), size: size)
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
            throw SystemError(
                kind: .invalid, operation: "adopt a \(facts.kind.rawValue) as memory")
        }
        guard facts.size == size else {
            throw SystemError(
                kind: .wrongSize,
                operation: "adopt memory of \(facts.size) bytes where \(size) were announced")
        }
        guard try checked(weld_memory_is_fixed(descriptor.handle), "read seals") == 1 else {
            throw SystemError(
                kind: .permission, operation: "adopt memory whose size is not sealed")
        }
        self.init(unchecked: descriptor, size: size)
    }

    private init(unchecked descriptor: consuming OwnedDescriptor, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    /// Maps the whole object, shared; `isPopulated` touches every page at once, which moves the
    /// cost of first touch (10 to 40 times a warm frame) out of the frame.
    public borrowing func map(
        isWritable: Bool = true, isPopulated: Bool = false
    ) throws(SystemError) -> Mapping {
        try Mapping(
            handle: descriptor.handle, size: size, isWritable: isWritable,
            isPopulated: isPopulated)
    }

    /// Gives every byte its place, so that no access ends the process for want of room
    /// (platform.md#exhaustion).
    ///
    /// - Throws: ``SystemError`` of kind `noSpace` when there is none.
    public borrowing func reserve() throws(SystemError) {
        try checked(
            weld_memory_reserve(descriptor.handle, UInt64(size)),
            "reserve \(size) bytes of shared memory")
    }

    /// Changes the object's size: refused with EPERM when it is sealed.
    public borrowing func resize(to size: Int) throws(SystemError) {
        guard size >= 0 else {
            throw SystemError(kind: .invalid, operation: "resize memory object to \(size) bytes")
        }
        try checked(
            weld_memory_resize(descriptor.handle, UInt64(size)), "resize memory object")
    }
}

// MARK: - Memory with a name

extension MemoryObject {
    /// Where the system shows memory with names as files; nil where it does not.
    public static var directory: String? {
        guard let path = unsafe weld_memory_directory() else { return nil }
        return unsafe String(cString: path)
    }

    /// Creates memory under a name, exclusively, readable and writable by this user only.
    ///
    /// The caller removes the name with ``unlink(_:)``, and owns it as long as the object lives:
    /// ``unlinkUnowned(_:)`` of no process of whatever namespace removes it (platform.md#owner).
    /// - Throws: EEXIST when the name is taken.
    public static func create(
        named name: SharedMemoryName, size: Int
    ) throws(SystemError) -> MemoryObject {
        let number = unsafe try checked(
            weld_memory_create(name.text, UInt64(size)), "create shared memory", path: name.text)
        return MemoryObject(unchecked: OwnedDescriptor(adopting: number), size: size)
    }

    /// Opens what stands under a name; never creates it (lessons.md#row-21).
    ///
    /// - Throws: ENOENT when nothing stands there, EMSGSIZE when fstat's size is another than
    ///   `expectedSize` (nil takes any size but 0), EPERM when another user owns it.
    public static func attach(
        named name: SharedMemoryName, expectedSize: Int? = nil
    ) throws(SystemError) -> MemoryObject {
        let descriptor = OwnedDescriptor(
            adopting: unsafe try checked(
                weld_memory_attach(name.text), "attach shared memory", path: name.text))
        let facts = try DescriptorFacts.of(descriptor.rawValue)
        guard facts.owner == ProcessEnvironment.userID else {
            throw SystemError(
                kind: .permission, operation: "attach shared memory of user \(facts.owner)",
                path: name.text)
        }
        guard facts.kind == .regular else {
            throw SystemError(
                kind: .invalid, operation: "attach a \(facts.kind.rawValue) as shared memory",
                path: name.text)
        }
        guard facts.size > 0, expectedSize == nil || expectedSize == facts.size else {
            throw SystemError(
                kind: .wrongSize, operation: "attach shared memory of \(facts.size) bytes",
                path: name.text)
        }
        return MemoryObject(unchecked: descriptor, size: facts.size)
    }

    /// Removes a name if it is still this object's; mappings and descriptors stay valid.
    public static func unlink(
        _ name: SharedMemoryName, ifStill object: DescriptorFacts
    ) throws(SystemError) {
        guard let directory else { return try unlink(name) }
        try RegularFile.remove(directory + name.text, ifStill: object)
    }

    /// Removes a name; mappings and descriptors of the object stay valid.
    public static func unlink(_ name: SharedMemoryName) throws(SystemError) {
        unsafe try checked(
            weld_memory_remove(name.text), "remove shared memory", path: name.text)
    }
}

extension MemoryObject {
    /// Removes a name whose owner is gone.
    ///
    /// - Throws: EADDRINUSE when somebody, in whatever namespace of processes, owns it.
    public static func unlinkUnowned(_ name: SharedMemoryName) throws(SystemError) {
        unsafe try checked(
            weld_memory_remove_unowned(name.text), "remove shared memory", path: name.text)
    }
}

// MARK: - Mappings

/// Owns a shared mapping of a ``MemoryObject``; unmapped when dropped.
///
/// What lies inside can change at any moment under the other side's hand: copy first, then parse.
@safe
public struct Mapping: ~Copyable, @unchecked Sendable {
    /// The mapped bytes, valid while the mapping lives.
    public let bytes: UnsafeMutableRawBufferPointer

    fileprivate init(
        handle: weld_handle, size: Int, isWritable: Bool, isPopulated: Bool
    ) throws(SystemError) {
        let flags =
            (isWritable ? WELD_MAP_WRITABLE : 0) | (isPopulated ? WELD_MAP_POPULATED : 0)
        var address: UnsafeMutableRawPointer?
        unsafe try checked(
            weld_map(handle, UInt64(size), Int32(flags), &address), "map \(size) bytes")
        unsafe bytes = UnsafeMutableRawBufferPointer(start: address, count: size)
    }

    deinit {
        unsafe weld_unmap(bytes.baseAddress, UInt64(bytes.count))
    }

    /// The number of bytes mapped.
    public var size: Int { unsafe bytes.count }
}
