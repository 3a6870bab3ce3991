/// One mapping of a process that is shared or has a file behind it.
///
/// Private anonymous memory belongs to the allocator and comes and goes; it is no entry here.
public struct MappingEntry: Hashable, Sendable {
    /// The first address.
    public var start: UInt64
    /// The size in bytes.
    public var size: UInt64
    /// The kernel's letters for access and sharing, such as `rw-s`.
    public var access: String
    /// The device of the file, as the kernel spells it.
    public var device: String
    /// The inode of the file.
    public var inode: UInt64
    /// The kernel's name for what is mapped.
    public var target: String

    /// Whether writes are seen by other processes.
    public var isShared: Bool { access.last == "s" }

    /// What stays equal wherever the object is mapped.
    public var identity: Identity {
        Identity(
            device: device, inode: inode, target: target, size: size, access: access)
    }

    /// The mapped object, with how much of it and how.
    public struct Identity: Hashable, Sendable, CustomStringConvertible {
        /// The device of the file.
        public var device: String
        /// The inode of the file.
        public var inode: UInt64
        /// The kernel's name for it.
        public var target: String
        /// The size in bytes.
        public var size: UInt64
        /// Access and sharing.
        public var access: String

        /// The object, its size and access, as a report shows them.
        public var description: String { "mapping \(target) (\(size) bytes, \(access))" }
    }

    /// Parses a line of `/proc/PID/maps`; nil for private anonymous memory and for no mapping.
    init?(mapsLine line: Substring) {
        let fields = line.split(separator: " ", maxSplits: 5)
        guard fields.count >= 5, let inode = UInt64(fields[4]) else { return nil }
        let range = fields[0].split(separator: "-")
        guard range.count == 2, let start = UInt64(range[0], radix: 16),
            let end = UInt64(range[1], radix: 16), end >= start
        else { return nil }
        self.start = start
        size = end - start
        access = String(fields[1])
        device = String(fields[3])
        self.inode = inode
        target = fields.count > 5 ? String(fields[5].drop { $0 == " " }) : ""
        guard isShared || inode != 0 else { return nil }
    }
}

extension Ledger {
    /// Returns the shared and the file-backed mappings of a process, or nil where it is gone.
    public static func mappings(of pid: Int32) -> [MappingEntry]? {
        FileSystemReading.text(of: "/proc/\(pid)/maps").map { text in
            text.split(separator: "\n").compactMap { MappingEntry(mapsLine: $0) }
        }
    }
}
