import Foundation
import GateHost

/// The private directory of one run, mode 0700: scratch and sockets of its attempts.
///
/// Its name holds the harness's number and start time and a lock is held in it, so that a later
/// start can tell the directories of dead runs from those of living ones.
final class RunDirectory: Sendable {
    /// The whole path, short enough for sockets below it.
    let path: String
    private let lock: SharedDescriptor

    private static let prefix = "weld-gates-"
    /// The longest name of a socket below a runtime directory (platform.md#transport).
    private static let socketSuffix = "/x9999/weld/weld-4194304.sock"

    /// Makes the directory under `temporary`, or under `/tmp` where that leaves sockets no room.
    init(under temporary: String) throws(SystemError) {
        guard let own = ProcessIdentity.current() else {
            throw SystemError(code: 2, operation: "read", path: "/proc/self/stat")
        }
        let name = "\(Self.prefix)\(own.pid)-\(own.startTicks)"
        let asked = "\(temporary)/\(name)"
        path = asked.utf8.count + Self.socketSuffix.utf8.count <= 107 ? asked : "/tmp/\(name)"
        try PrivateDirectory.make(path)
        lock = SharedDescriptor(adopting: try PrivateDirectory.makeLock("\(path)/lock"))
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

    /// Removes everything.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        lock.close()
    }

    /// Removes the directories of runs that are dead and returns their paths.
    ///
    /// Only names of the exact form, only real directories of this user, only where the process
    /// of that number and start time is gone and nobody holds the lock.
    static func sweep(_ temporary: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: temporary)) ?? []
        return names.sorted().filter { isSweepable($0, in: temporary) }.compactMap { name in
            let path = "\(temporary)/\(name)"
            return (try? FileManager.default.removeItem(atPath: path)) == nil ? nil : path
        }
    }

    /// Removes the directory that an attempt's scratch stands in, once its harness is dead.
    ///
    /// The end of a pipe comes a little before the end of its process, so that is waited for, for
    /// at most a second; a harness that lives on cleans up itself. What a process that was just
    /// killed still made while the directory was emptied is met by emptying it again.
    static func remove(ofDeadRun scratch: String) {
        let path = URL(fileURLWithPath: scratch).deletingLastPathComponent()
        let temporary = path.deletingLastPathComponent().path
        var isDead = false
        for _ in 0..<500 {
            isDead = isDead || isSweepable(path.lastPathComponent, in: temporary)
            if isDead, (try? FileManager.default.removeItem(atPath: path.path)) != nil { return }
            Pause.wait(.milliseconds(2))
        }
    }

    private static func isSweepable(_ name: String, in temporary: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let parts = name.dropFirst(prefix.count).split(
            separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let pid = Int32(parts[0]), let start = UInt64(parts[1]),
            name == "\(prefix)\(pid)-\(start)",
            !ProcessIdentity(pid: pid, startTicks: start).isAlive
        else { return false }
        guard let directory = PrivateDirectory.open("\(temporary)/\(name)") else { return false }
        return PrivateDirectory.isUnlocked("lock", in: directory)
    }
}
