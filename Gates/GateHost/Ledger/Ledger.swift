// Unsafe code: a path is passed as a C string.
internal import CGateHost
internal import Glibc

/// What exists on this machine right now, by identity, read from `/proc` (gates.md#rule-6).
///
/// A process can end while it is looked at: what vanished is left out, and a process that is gone
/// altogether is nil. Nothing here fails otherwise.
public enum Ledger {
    /// Returns the names under `/dev/shm`, sorted.
    public static func sharedMemoryNames() -> [String] {
        (FileSystemReading.names(in: "/dev/shm") ?? []).sorted()
    }

    /// Whether there is a table of processes to look at.
    public static var isThere: Bool { FileSystemReading.names(in: "/proc/self/fd") != nil }

    /// Whether `/proc` shows this process under the number that it has: one that was mounted outside
    /// of its namespace of pids shows others, and every number read there would be a stranger's.
    public static var showsThisProcess: Bool {
        let own = ProcessEnvironment.pid
        return FileSystemReading.target(of: "/proc/self") == "\(own)" && process(own) != nil
    }

    /// Whether a living process, of whatever namespace, holds what stands under a name in `/dev/shm`.
    ///
    /// An editor locks its region for life (platform.md#owner). What is another user's and cannot be
    /// looked at counts as held; what cannot be opened otherwise cannot be locked either.
    public static func isHeld(sharedMemory name: String) -> Bool {
        let path = "/dev/shm/\(name)"
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard number >= 0 else {
            let owner = (try? DescriptorFacts.at(path))?.owner
            return owner.map { $0 != getuid() } ?? false
        }
        let file = OwnedDescriptor(adopting: number)
        return gate_host_is_owned(file.rawValue) != 0
    }

    /// Returns the paths of the sockets under a directory, sorted, never through a symbolic link.
    public static func socketFiles(under directory: String) -> [String] {
        files(under: directory).filter { $0.kind == .socket }.map(\.path)
    }
}

/// One name in a directory, by identity.
public struct FileEntry: Hashable, Sendable {
    /// What stands under a name.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case file
        case directory
        case socket
        case pipe
        case symbolicLink = "symbolic link"
        case other
    }

    /// The whole path.
    public var path: String
    /// What stands there.
    public var kind: Kind
    /// Its device.
    public var device: UInt64
    /// Its inode.
    public var inode: UInt64
}

extension Ledger {
    /// Returns everything under a directory, sorted by path, never through a symbolic link.
    public static func files(under directory: String) -> [FileEntry] {
        var found: [FileEntry] = []
        var pending = [directory]
        while let next = pending.popLast() {
            for name in FileSystemReading.names(in: next) ?? [] {
                let path = "\(next)/\(name)"
                guard
                    let identity = FileSystemReading.identity(of: path, followingLinks: false)
                else { continue }
                let kind = fileKind(identity.type)
                if kind == .directory { pending.append(path) }
                found.append(
                    FileEntry(
                        path: path, kind: kind, device: identity.device, inode: identity.inode))
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    private static func fileKind(_ type: UInt32) -> FileEntry.Kind {
        switch type {
        case UInt32(S_IFREG): .file
        case UInt32(S_IFDIR): .directory
        case UInt32(S_IFSOCK): .socket
        case UInt32(S_IFIFO): .pipe
        case UInt32(S_IFLNK): .symbolicLink
        default: .other
        }
    }
}
