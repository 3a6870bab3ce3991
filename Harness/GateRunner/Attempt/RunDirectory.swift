import Foundation
public import GateHost

/// The private directory of one run, mode 0700: scratch and sockets of its attempts.
///
/// Its name holds the harness's number and start time, and an end that nobody can foretell; a lock
/// is held in it, so that a later start can tell the directories of dead runs from those of living
/// ones. It belongs to a keeper, a process that does nothing but remove it once its harness and
/// every attempt are gone, however they ended: exactly one owner (platform.md#private-directories).
public final class RunDirectory: Sendable {
    /// The whole path, short enough for sockets below it.
    public let path: String
    private let lock: SharedDescriptor
    private let keeper: DirectoryKeeper?

    private static let prefix = "weld-gates-"
    /// The longest name of a socket below a runtime directory (platform.md#transport).
    private static let socketSuffix = "/x9999/weld/weld-4194304.sock"
    /// The end of a name that mkdtemp makes.
    private static let uniqueSuffix = "-XXXXXX"

    /// Held by the harness for life.
    static let harnessLock = "lock"
    /// Held by the keeper for life.
    static let keeperLock = "keeper"
    /// Shared by the attempts.
    static let attemptsLock = "attempts"

    /// Makes the directory under `temporary`, or under `/tmp` where that leaves sockets no room.
    ///
    /// - Parameters:
    ///   - keeperCommand: What runs ``DirectoryKeeper/main(_:)``; without one the directory is this
    ///     process's own, and a later start's where it is killed.
    ///   - hasSockets: Whether sockets are made below it.
    public init(
        under temporary: String, keeperCommand: [String] = [], hasSockets: Bool = true
    ) throws(SystemError) {
        guard let own = ProcessIdentity.current() else {
            throw SystemError(code: 2, operation: "read", path: "/proc/self/stat")
        }
        let name = Self.name(of: own)
        let folder = hasSockets ? Self.folder(under: temporary, named: name) : temporary
        let beginning = "\(folder)/\(name)"
        if keeperCommand.isEmpty {
            keeper = nil
            path = try Self.make(beginning)
        } else {
            let keeper = try DirectoryKeeper(keeperCommand, beginning)
            self.keeper = keeper
            path = keeper.path
        }
        do throws(SystemError) {
            lock = SharedDescriptor(
                adopting: try PrivateDirectory.makeLock("\(path)/\(Self.harnessLock)"))
        } catch {
            if keeper?.finish() != true { try? FileManager.default.removeItem(atPath: path) }
            throw error
        }
    }

    /// Returns the folder in which a directory with sockets is made: the one that was asked for, or
    /// `/tmp` where that leaves sockets no room.
    static func folder(under temporary: String) -> String {
        guard let own = ProcessIdentity.current() else { return temporary }
        return folder(under: temporary, named: name(of: own))
    }

    private static func folder(under temporary: String, named name: String) -> String {
        let length = "\(temporary)/\(name)\(uniqueSuffix)\(socketSuffix)".utf8.count
        return length <= longestSocketPath ? temporary : "/tmp"
    }

    /// How long the path of a socket may be, in bytes.
    private static let longestSocketPath = 107

    private static func name(of process: ProcessIdentity) -> String {
        "\(prefix)\(process.pid)-\(process.startTicks)"
    }

    /// Makes the directory itself, with the file that attempts share.
    static func make(_ beginning: String) throws(SystemError) -> String {
        let path = try PrivateDirectory.makeUnique(beginning)
        do throws(SystemError) {
            try RegularFile.create("\(path)/\(attemptsLock)").close()
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
        return path
    }

    /// The places of one attempt.
    struct Places: Sendable {
        /// For files; removed afterwards.
        var scratch: String
        /// What stands in XDG_RUNTIME_DIR.
        var runtime: String
    }

    /// Makes the two private directories of an attempt.
    func places(forAttempt number: Int) throws(SystemError) -> Places {
        let places = Places(scratch: "\(path)/a\(number)", runtime: "\(path)/x\(number)")
        try PrivateDirectory.make(places.scratch)
        try PrivateDirectory.make(places.runtime)
        return places
    }

    /// Removes the directories of an attempt and everything in them.
    func remove(_ places: Places) {
        try? FileManager.default.removeItem(atPath: places.scratch)
        try? FileManager.default.removeItem(atPath: places.runtime)
    }

    /// Has everything removed, and waits until it is.
    public func remove() {
        lock.close()
        // A keeper that was killed leaves it to this process.
        if let keeper, keeper.finish() { return }
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension RunDirectory {
    /// Removes the directories of runs that are dead and returns their paths.
    ///
    /// Only names of the exact form, only real directories of this user, only where the process
    /// of that number and start time is gone and nobody, of whatever namespace, holds a lock.
    static func sweep(_ temporary: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: temporary)) ?? []
        return names.sorted().filter { isSweepable($0, in: temporary) }.compactMap { name in
            let path = "\(temporary)/\(name)"
            return (try? FileManager.default.removeItem(atPath: path)) == nil ? nil : path
        }
    }

    /// Removes the directory that an attempt's scratch stands in, once its harness is dead, unless
    /// its keeper lives, who does so.
    ///
    /// The end of a pipe comes a little before the end of its process, so that is waited for, for
    /// at most a second; a harness that lives on cleans up itself. What a process that was just
    /// killed still made while the directory was emptied is met by emptying it again.
    static func remove(ofDeadRun scratch: String) {
        let path = URL(fileURLWithPath: scratch).deletingLastPathComponent()
        let temporary = path.deletingLastPathComponent().path
        var isDead = false
        for _ in 0..<500 {
            guard let directory = PrivateDirectory.open(path.path),
                PrivateDirectory.isUnlocked(keeperLock, in: directory)
            else { return }
            isDead = isDead || isSweepable(path.lastPathComponent, in: temporary)
            if isDead, (try? FileManager.default.removeItem(atPath: path.path)) != nil { return }
            Pause.wait(.milliseconds(2))
        }
    }

    private static func isSweepable(_ name: String, in temporary: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        // Number, start, and since there are keepers what mkdtemp chose.
        let parts = name.dropFirst(prefix.count).split(
            separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 || (parts.count == 3 && parts[2].utf8.count == 6),
            let pid = Int32(parts[0]), let start = UInt64(parts[1]),
            name.hasPrefix("\(prefix)\(pid)-\(start)"),
            !ProcessIdentity(pid: pid, startTicks: start).isAlive
        else { return false }
        let path = "\(temporary)/\(name)"
        guard let directory = PrivateDirectory.open(path) else { return false }
        guard PrivateDirectory.isUnlocked(harnessLock, in: directory),
            PrivateDirectory.isUnlocked(keeperLock, in: directory)
        else { return false }
        // One without its lock may be just being made, by a process of another namespace.
        let hasLock = FileManager.default.fileExists(atPath: "\(path)/\(harnessLock)")
        return hasLock || isOld(path)
    }

    /// Whether a directory has been as it is for a minute.
    private static func isOld(_ path: String) -> Bool {
        guard let modified = DescriptorFacts.following(path)?.modified else { return false }
        return WallClock.milliseconds() - modified / 1_000_000 > 60_000
    }
}
