// Unsafe code: this is the one owner of mapped memory; it lends the address range.
internal import CGateHost
internal import Glibc

/// Owns a piece of memory that the judge shares with another process, as a descriptor.
public struct MemoryObject: ~Copyable, Sendable {
    /// The object's descriptor.
    public let descriptor: OwnedDescriptor
    /// The object's size in bytes.
    public let size: Int

    /// Creates memory without a name (memfd) of a fixed size, zeroed, sealed against shrinking and
    /// growing, so that no holder can make another die by SIGBUS.
    ///
    /// - Parameters:
    ///   - label: Only shows in `/proc`.
    ///   - seals: What nobody may do to it; what is left out is for receivers that must refuse.
    public static func sealed(
        label: String, size: Int, against seals: Seals = .all
    ) throws(SystemError) -> MemoryObject {
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("create memory object", path: label) {
                unsafe gate_host_sealed_memory(label, size, seals.rawValue)
            })
        return MemoryObject(unchecked: descriptor, size: size)
    }

    /// What nobody may do to memory.
    public struct Seals: OptionSet, Sendable {
        /// The kernel's bits.
        public let rawValue: Int32
        /// Makes a set of the kernel's bits.
        public init(rawValue: Int32) { self.rawValue = rawValue }
        /// To add another seal.
        public static let sealing = Seals(rawValue: 1)
        /// To make it smaller.
        public static let shrinking = Seals(rawValue: 2)
        /// To make it larger.
        public static let growing = Seals(rawValue: 4)
        /// All of them.
        public static let all: Seals = [.sealing, .shrinking, .growing]
    }

    /// Takes over a descriptor after asking the kernel, not the sender, about it.
    ///
    /// - Throws: EINVAL when it is no memory, EMSGSIZE when it has another size than `size`,
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
        guard try systemCall("read seals", { gate_host_is_sealed(number) }) == 1 else {
            throw SystemError(code: EPERM, operation: "adopt memory whose size is not sealed")
        }
        self.init(unchecked: descriptor, size: size)
    }

    /// Opens memory that another process holds, whatever its size and its seals.
    ///
    /// - Parameters:
    ///   - number: Its descriptor there.
    ///   - pid: That process.
    /// - Throws: What the kernel refuses: EACCES where the process may not be looked at, ENOENT where
    ///   it is gone or has no such descriptor; EINVAL for what is no memory.
    public static func opening(
        _ number: Int32, of pid: Int32
    ) throws(SystemError) -> MemoryObject {
        let path = "/proc/\(pid)/fd/\(number)"
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("open memory", path: path) {
                unsafe open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
            })
        let facts = try DescriptorFacts.of(descriptor.rawValue)
        guard facts.kind == .regular else {
            throw SystemError(code: EINVAL, operation: "open a \(facts.kind.rawValue) as memory")
        }
        return MemoryObject(unchecked: descriptor, size: facts.size)
    }

    /// Whether it can neither shrink nor grow, nor be sealed further; false too where the kernel
    /// knows no seals of it.
    public var isSealed: Bool { gate_host_is_sealed(descriptor.rawValue) == 1 }

    /// Tries to give it another size, in bytes, and returns whether that succeeded.
    public borrowing func resizes(to size: Int) -> Bool {
        ftruncate(descriptor.rawValue, size) == 0
    }

    /// Returns how many bytes of it have their place; a hole has none.
    public borrowing func placedBytes() throws(SystemError) -> Int {
        let number = descriptor.rawValue
        var status = stat()
        try systemCall("examine memory") { unsafe fstat(number, &status) }
        return 512 * Int(status.st_blocks)
    }

    private init(unchecked descriptor: consuming OwnedDescriptor, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    /// Maps the whole object, shared; `isPopulated` touches every page at once, so that a
    /// measurement does not pay for it.
    public borrowing func map(
        isWritable: Bool = true, isPopulated: Bool = false
    ) throws(SystemError) -> Mapping {
        try Mapping(
            descriptor: descriptor.rawValue, size: size, isWritable: isWritable,
            isPopulated: isPopulated)
    }
}

/// Owns a shared mapping of a ``MemoryObject``; unmapped when dropped.
///
/// What lies inside can change at any moment under the other side's hand: copy first, then parse.
@safe
public struct Mapping: ~Copyable, @unchecked Sendable {
    /// The mapped bytes, valid while the mapping lives.
    public let bytes: UnsafeMutableRawBufferPointer

    fileprivate init(
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

    /// Wakes everybody who waits at a word of it, and changes nothing.
    public borrowing func wake(at offset: Int) {
        guard offset >= 0, offset + 4 <= size, offset.isMultiple(of: 4),
            let base = unsafe bytes.baseAddress
        else { return }
        _ = unsafe gate_host_wake((base + offset).assumingMemoryBound(to: UInt32.self))
    }

    /// The number of bytes mapped.
    public var size: Int { unsafe bytes.count }
}

/// What the kernel says of another process's memory.
public enum ProcessMemory {
    /// Returns how many bytes of a process are resident; nil where it is gone.
    public static func resident(of pid: Int32) -> UInt64? {
        guard let text = FileSystemReading.text(of: "/proc/\(pid)/statm") else { return nil }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { UInt64($0) }
        return pages.map { $0 * UInt64(getpagesize()) }
    }
}
