internal import Glibc

/// One open descriptor of a process, by what it refers to and not only by its number.
public struct DescriptorEntry: Hashable, Sendable {
    /// What a descriptor refers to.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case regularFile = "file"
        case directory
        case pipe
        case socket
        case device
        /// An object without a name, made by memfd_create.
        case memoryFile = "memfd"
        /// An object with a name under `/dev/shm`.
        case sharedMemory = "shared memory"
        case eventCounter = "eventfd"
        case eventPoll = "epoll"
        case timer = "timerfd"
        case process = "pidfd"
        /// Another object of the kernel without a name; the target says which.
        case anonymous
        case other
    }

    /// The number in its process.
    public var number: Int32
    /// What it refers to.
    public var kind: Kind
    /// The device of the object.
    public var device: UInt64
    /// The inode of the object; kinds without an inode of their own share one.
    public var inode: UInt64
    /// The kernel's name for the object, such as `socket:[4711]` or a path.
    public var target: String
    /// The open flags, close-on-exec among them.
    public var flags: Int32

    /// Whether a program started by the process does not inherit it.
    public var closeOnExec: Bool { flags & O_CLOEXEC != 0 }

    /// What stays equal while the object lives, whichever number or process refers to it.
    public var identity: Identity {
        Identity(kind: kind, device: device, inode: inode, target: target)
    }

    /// The object that a descriptor refers to.
    public struct Identity: Hashable, Sendable, CustomStringConvertible {
        /// What it is.
        public var kind: Kind
        /// Its device.
        public var device: UInt64
        /// Its inode.
        public var inode: UInt64
        /// The kernel's name for it.
        public var target: String

        /// The kind and the kernel's name, as a report shows them.
        public var description: String { "\(kind.rawValue) \(target)" }
    }
}

extension Ledger {
    /// Returns the open descriptors of a process in rising order, or nil where it is gone or may
    /// not be looked at; a descriptor that was closed or became another one meanwhile is left out.
    public static func descriptors(of pid: Int32) -> [DescriptorEntry]? {
        let root = "/proc/\(pid)"
        guard let names = FileSystemReading.names(in: "\(root)/fd") else { return nil }
        return names.compactMap { Int32($0) }.sorted().compactMap { number in
            guard let target = FileSystemReading.target(of: "\(root)/fd/\(number)"),
                let identity = FileSystemReading.identity(
                    of: "\(root)/fd/\(number)", followingLinks: true),
                // The directory stream that this very listing used.
                target != "\(root)/fd",
                let flags = flags(FileSystemReading.text(of: "\(root)/fdinfo/\(number)")),
                // What is told in three looks is of one descriptor only where the last says so.
                FileSystemReading.target(of: "\(root)/fd/\(number)") == target
            else { return nil }
            return DescriptorEntry(
                number: number, kind: kind(target, type: identity.type), device: identity.device,
                inode: identity.inode, target: target, flags: flags)
        }
    }

    /// Returns bytes of what a descriptor of a process refers to, read through `/proc` and without
    /// moving anything of the process's; nil where it is gone, or is nothing that can be read so.
    ///
    /// - Parameters:
    ///   - offset: Of the first byte.
    ///   - count: How many; fewer come only where the object ends.
    public static func bytes(
        of pid: Int32, descriptor number: Int32, at offset: Int, count: Int
    ) -> [UInt8]? {
        FileSystemReading.bytes(of: "/proc/\(pid)/fd/\(number)", at: offset, count: count)
    }

    /// Returns the descriptors of this process that it can leak.
    ///
    /// Counters, polls and timers are left out: the runtime library opens those when it likes.
    public static func ownDescriptors() -> [DescriptorEntry] {
        let librarys: Set<DescriptorEntry.Kind> = [.eventCounter, .eventPoll, .timer]
        return (descriptors(of: getpid()) ?? []).filter { !librarys.contains($0.kind) }
    }

    private static func kind(_ target: String, type: UInt32) -> DescriptorEntry.Kind {
        if target.hasPrefix("/memfd:") { return .memoryFile }
        if target.hasPrefix("/dev/shm/") { return .sharedMemory }
        if target.hasPrefix("anon_inode:") {
            switch target.dropFirst("anon_inode:".count) {
            case "[eventfd]": return .eventCounter
            case "[eventpoll]": return .eventPoll
            case "[timerfd]": return .timer
            case "[pidfd]": return .process
            default: return .anonymous
            }
        }
        if target.hasPrefix("pidfd:") { return .process }
        switch type {
        case UInt32(S_IFREG): return .regularFile
        case UInt32(S_IFDIR): return .directory
        case UInt32(S_IFIFO): return .pipe
        case UInt32(S_IFSOCK): return .socket
        case UInt32(S_IFCHR), UInt32(S_IFBLK): return .device
        default: return .other
        }
    }

    /// Returns the octal number of the `flags:` line of a descriptor's information; nil where there is
    /// none, because the descriptor was closed.
    private static func flags(_ information: String?) -> Int32? {
        let line = information?.split(separator: "\n").first { $0.hasPrefix("flags:") }
        let digits = line?.split(whereSeparator: { $0 == "\t" || $0 == " " }).last
        return digits.flatMap { Int32($0, radix: 8) }
    }
}
