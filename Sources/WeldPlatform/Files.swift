// Unsafe code: facts and names are written by the system into memory that is passed by address.

internal import CWeldPlatform

/// What a descriptor refers to, by identity: two descriptors with equal device and inode are the
/// same object (gates.md#rule-6 and gates.md#g7).
public struct DescriptorFacts: Sendable, Equatable {
    /// The kinds of objects that gates tell apart.
    public enum Kind: String, Sendable, Equatable {
        /// A regular file, or memory without a name (memfd).
        case regular
        /// A pipe or FIFO.
        case pipe
        /// A socket.
        case socket
        /// A directory.
        case directory
        /// A terminal or another character device.
        case characterDevice
        /// A block device.
        case blockDevice
        /// A symbolic link.
        case symbolicLink
        /// An object of the kernel without a file type (eventfd, pidfd, signalfd, epoll).
        case anonymous
    }

    /// The kind of object.
    public let kind: Kind
    /// The device that holds it.
    public let device: UInt64
    /// Its number on that device.
    public let inode: UInt64
    /// The owner's user id.
    public let owner: UInt32
    /// Permission bits, 0 to 0o7777.
    public let mode: UInt32
    /// Size in bytes, for what has one.
    public let size: Int

    /// Reads the facts of an open descriptor.
    public static func of(_ descriptor: RawDescriptor) throws(SystemError) -> DescriptorFacts {
        var facts = weld_facts()
        unsafe try checked(weld_facts(descriptor.rawValue, &facts), "fstat")
        return DescriptorFacts(facts)
    }

    /// Reads the facts of what stands at a path, without following a symbolic link; nil when
    /// nothing does.
    public static func at(_ path: String) throws(SystemError) -> DescriptorFacts? {
        do throws(SystemError) {
            return DescriptorFacts(try FileListing.examine(path))
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
    }

    /// Whether a descriptor is closed when its process executes another program.
    public static func isCloseOnExec(_ descriptor: RawDescriptor) throws(SystemError) -> Bool {
        try checked(weld_is_inheritable(descriptor.rawValue), "read descriptor flags") == 0
    }

    /// What tells this object from another, as weld.h wants it.
    var identity: weld_facts {
        let type =
            switch kind {
            case .regular: WELD_REGULAR
            case .pipe: WELD_PIPE
            case .socket: WELD_SOCKET
            case .directory: WELD_DIRECTORY
            case .characterDevice: WELD_CHARACTER_DEVICE
            case .blockDevice: WELD_BLOCK_DEVICE
            case .symbolicLink: WELD_SYMBOLIC_LINK
            case .anonymous: WELD_ANONYMOUS
            }
        var facts = weld_facts()
        facts.type = Int32(type)
        facts.device = device
        facts.inode = inode
        return facts
    }

    /// Whether two facts are of one object, whatever became of its size and mode.
    public func isSame(as other: DescriptorFacts) -> Bool {
        kind == other.kind && device == other.device && inode == other.inode
    }

    init(_ facts: weld_facts) {
        kind =
            switch Int(facts.type) {
            case WELD_REGULAR: .regular
            case WELD_PIPE: .pipe
            case WELD_SOCKET: .socket
            case WELD_DIRECTORY: .directory
            case WELD_CHARACTER_DEVICE: .characterDevice
            case WELD_BLOCK_DEVICE: .blockDevice
            case WELD_SYMBOLIC_LINK: .symbolicLink
            default: .anonymous
            }
        device = facts.device
        inode = facts.inode
        owner = facts.owner
        mode = facts.mode
        size = Int(facts.size)
    }
}

/// What a sweep must know about a directory.
public enum FileListing {
    /// Returns the names in a directory, without `.` and `..`, in no order.
    public static func names(in path: String) throws(SystemError) -> [String] {
        var names = [CChar](repeating: 0, count: 4096)
        while true {
            let needed = unsafe try checked(
                weld_list(path, &names, names.count), "list", path: path)
            if needed <= names.count {
                return names[..<needed].split(separator: 0).map { name in
                    String(decoding: name.map(UInt8.init(bitPattern:)), as: UTF8.self)
                }
            }
            // The directory may grow meanwhile.
            names = [CChar](repeating: 0, count: 2 * needed)
        }
    }

    /// Returns when a file was last modified, in nanoseconds since 1970; symbolic links are not
    /// followed.
    public static func modificationTime(of path: String) throws(SystemError) -> UInt64 {
        try examine(path).modified_ns
    }

    fileprivate static func examine(_ path: String) throws(SystemError) -> weld_facts {
        var facts = weld_facts()
        unsafe try checked(weld_facts_at(path, &facts), "examine", path: path)
        return facts
    }
}

/// Files with names, as far as the engine has any: those of the handles lab.
public enum RegularFile {
    /// Creates a file of mode 0600 for reading and writing; one that exists is an error.
    public static func create(_ path: String) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: unsafe try checked(weld_create_file(path), "create", path: path))
    }

    /// Removes a file's name.
    public static func remove(_ path: String) throws(SystemError) {
        unsafe try checked(weld_remove_file(path), "remove", path: path)
    }

    /// Removes a file's name if it is still this file's; another that stands there is left alone.
    public static func remove(_ path: String, ifStill file: DescriptorFacts) throws(SystemError) {
        var made = file.identity
        unsafe try checked(weld_remove_made(path, &made), "remove", path: path)
    }
}
