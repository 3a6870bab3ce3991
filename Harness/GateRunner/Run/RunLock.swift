import Foundation
import GateHost
import Glibc
import SystemPackage

/// The machine as one run has it to itself: two that measure at once would judge each other
/// (credibility.md#red-that-can-be-believed).
///
/// A lock on a file that every user may open; nothing is written to it, and the system frees it the
/// moment its holder dies.
public final class RunLock: Sendable {
    /// The file that all users of a machine share.
    public static let defaultPath = "/tmp/weld-gates.lock"

    /// Why there is no lock.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// What stands at the path is no file that can be locked.
        case unusable(path: String, why: String)
        /// Another run has it; its process, where the system tells.
        case held(by: Int32?)
        /// The user did not want to wait any longer.
        case interrupted

        /// One sentence without a full stop.
        public var description: String {
            switch self {
            case .unusable(let path, let why):
                "the lock \(path) cannot be used: \(why); name another file with --lock"
            case .held(let pid): "\(Self.holder(pid)); try again later, or without --no-wait"
            case .interrupted: "interrupted while another run held the machine"
            }
        }

        static func holder(_ pid: Int32?) -> String {
            "another run holds the machine" + (pid.map { " (pid \($0))" } ?? "")
        }
    }

    /// Between two looks at a lock that another run has.
    private static let interval: Duration = .milliseconds(100)

    private let file: SharedDescriptor

    private init(_ file: consuming OwnedDescriptor) { self.file = SharedDescriptor(adopting: file) }

    /// Gives the machine back; the end of the process does so too.
    public func release() { file.close() }

    /// Takes the lock, and makes its file where there is none.
    ///
    /// - Parameters:
    ///   - waits: Whether to wait for another run, or to refuse.
    ///   - interruption: Ends the wait.
    ///   - tell: Hears once that there is something to wait for.
    public static func take(
        _ path: String = defaultPath, waits: Bool, interruption: Interruption,
        tell: (String) -> Void
    ) throws(Refusal) -> RunLock {
        var hasTold = false
        while true {
            let file = try open(path)
            if try lock(file, path) {
                // Who cleans up may have removed the file meanwhile: a lock that nobody can find.
                if stands(file, at: path) { return RunLock(file) }
                continue
            }
            let holder = holder(of: file)
            guard waits else { throw .held(by: holder) }
            if !hasTold { tell("\(Refusal.holder(holder)); waiting, or use --no-wait") }
            hasTold = true
            try wait(interruption)
        }
    }

    private static func wait(_ interruption: Interruption) throws(Refusal) {
        let number = interruption.counter.descriptor.rawValue
        let found = try? Poll.wait(number, for: .readable, until: .after(interval))
        if found?.isEmpty == false { throw .interrupted }
    }

    // MARK: - The file

    /// Opens the file without any wish to write, or makes it; never what a symbolic link leads to.
    private static func open(_ path: String) throws(Refusal) -> OwnedDescriptor {
        while true {
            do {
                // A pipe would wait for its writer.
                let file = try FileDescriptor.open(
                    FilePath(path), .readOnly, options: [.noFollow, .closeOnExec, .nonBlocking])
                return try regular(OwnedDescriptor(adopting: file.rawValue), path)
            } catch let refusal as Refusal {
                throw refusal
            } catch Errno.noSuchFileOrDirectory {
                if let made = try make(path) { return made }
            } catch Errno.tooManySymbolicLinkLevels {
                throw .unusable(path: path, why: "it is a symbolic link")
            } catch {
                throw .unusable(path: path, why: "\(error)")
            }
        }
    }

    /// Makes the file for all users; nil where another run was quicker.
    private static func make(_ path: String) throws(Refusal) -> OwnedDescriptor? {
        let all = FilePermissions(rawValue: 0o666)
        do {
            let file = try FileDescriptor.open(
                FilePath(path), .readOnly,
                options: [.create, .exclusiveCreate, .noFollow, .closeOnExec], permissions: all)
            // Whatever the caller's mask takes away.
            _ = fchmod(file.rawValue, all.rawValue)
            return OwnedDescriptor(adopting: file.rawValue)
        } catch Errno.fileExists {
            return nil
        } catch {
            throw .unusable(path: path, why: "\(error)")
        }
    }

    private static func regular(
        _ file: consuming OwnedDescriptor, _ path: String
    ) throws(Refusal) -> OwnedDescriptor {
        let kind = try? DescriptorFacts.of(file.rawValue).kind
        guard kind == .regular else {
            throw .unusable(path: path, why: "it is no regular file")
        }
        return file
    }

    /// Locks the open file; false where another has it.
    private static func lock(
        _ file: borrowing OwnedDescriptor, _ path: String
    ) throws(Refusal) -> Bool {
        while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
            switch Errno(rawValue: errno) {
            case .wouldBlock: return false
            case .interrupted: continue
            case let error: throw .unusable(path: path, why: "\(error)")
            }
        }
        return true
    }

    private static func stands(_ file: borrowing OwnedDescriptor, at path: String) -> Bool {
        guard let own = try? DescriptorFacts.of(file.rawValue),
            let found = try? DescriptorFacts.at(path)
        else { return false }
        return own.device == found.device && own.inode == found.inode
    }

    // MARK: - Who has it

    private static func holder(of file: borrowing OwnedDescriptor) -> Int32? {
        guard let facts = try? DescriptorFacts.of(file.rawValue),
            let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
        else { return nil }
        return holder(device: facts.device, inode: facts.inode, locks: locks)
    }

    /// Returns the process that has a lock of this kind on a file, by the text of `/proc/locks`; nil
    /// where it names none, as for one outside this container.
    static func holder(device: UInt64, inode: UInt64, locks: String) -> Int32? {
        // As the C library packs both into one number.
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        for line in locks.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", let pid = Int32(words[4]), pid > 0
            else { continue }
            let place = words[5].split(separator: ":")
            if place.count == 3, UInt64(place[0], radix: 16) == major,
                UInt64(place[1], radix: 16) == minor, UInt64(place[2]) == inode
            {
                return pid
            }
        }
        return nil
    }
}
