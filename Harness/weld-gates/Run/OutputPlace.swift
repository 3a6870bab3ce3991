import Foundation
import GateHost
import GateKit

/// Where a command writes a text to, by what really stands there (report.md#outputs).
///
/// A regular file, or none yet, is replaced as a whole, so that a full disk costs no earlier text. A
/// device, a pipe and a descriptor of this process are written to and never replaced.
enum OutputPlace: Equatable {
    /// A file, by a path whose last component is no link; there may be none yet.
    case file(String)
    /// A descriptor of this process, such as `/dev/stdout`.
    case descriptor(Int32)
    /// A device or a pipe with a name.
    case stream(String)
    /// What no text can be written to, and why not.
    case refused(String)

    /// Follows a path to its end.
    init(_ path: String) {
        guard let end = Self.end(of: path) else {
            self = .refused("its symbolic links lead in a circle")
            return
        }
        if let number = Self.descriptor(end) {
            self = .descriptor(number)
            return
        }
        let facts: DescriptorFacts?
        do throws(SystemError) {
            facts = try DescriptorFacts.at(end)
        } catch {
            self = .refused("\(error)")
            return
        }
        switch facts?.kind {
        case nil, .regular: self = .file(end)
        case .directory: self = .refused("it is a directory")
        case .pipe, .characterDevice, .blockDevice, .anonymous: self = .stream(end)
        case .socket: self = .refused("it is a socket")
        case .symbolicLink: self = .refused("its symbolic links lead in a circle")
        }
    }

    /// Writes a text.
    ///
    /// - Throws: What failed, in words without a subject.
    func write(_ text: String) throws(Refusal) {
        switch self {
        case .file(let path):
            do {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            } catch {
                throw Refusal(error.localizedDescription)
            }
        case .descriptor(let number):
            try Self.put(text, number, patience: nil)
        case .stream(let path):
            do throws(SystemError) {
                let stream = try SpecialFile.open(forWriting: path)
                try WholeWrite.all(
                    Array(text.utf8), to: stream.rawValue, patience: Self.patience)
            } catch {
                throw Refusal(error.code == ENXIO ? "nobody reads from it" : "\(error)")
            }
        case .refused(let why): throw Refusal(why)
        }
    }

    /// Why a text was not written.
    struct Refusal: Error {
        let why: String

        init(_ why: String) { self.why = why }
    }

    /// How long the reader of a pipe may take nothing.
    private static let patience: Duration = .seconds(10)

    private static func put(
        _ text: String, _ number: Int32, patience: Duration?
    ) throws(Refusal) {
        do throws(SystemError) {
            try Signals.surviveBrokenPipes()
            try WholeWrite.all(Array(text.utf8), to: number, patience: patience)
        } catch {
            throw Refusal("\(error)")
        }
    }

    // MARK: - Paths

    /// Returns the path that a chain of symbolic links ends at, with the real path of its folder;
    /// nil for a circle.
    static func end(of path: String) -> String? {
        var path = URL(fileURLWithPath: path).path
        for _ in 0..<40 {
            let url = URL(fileURLWithPath: path)
            let folder = url.deletingLastPathComponent().resolvingSymlinksInPath().path
            path =
                folder == "/" ? "/\(url.lastPathComponent)" : "\(folder)/\(url.lastPathComponent)"
            // The system shows descriptors as links, to names that nobody can open.
            if descriptor(path) != nil { return path }
            guard let target = SpecialFile.target(ofLink: path) else { return path }
            path = target.hasPrefix("/") ? target : "\(folder)/\(target)"
        }
        return nil
    }

    /// The number of the descriptor that a path stands for, such as `/proc/self/fd/1`.
    private static func descriptor(_ path: String) -> Int32? {
        let own =
            ["/proc/self/fd/", "/proc/thread-self/fd/", "/dev/fd/"]
            + ["/proc/\(ProcessEnvironment.pid)/fd/"]
        guard let prefix = own.first(where: path.hasPrefix) else { return nil }
        return Int32(path.dropFirst(prefix.count))
    }

    /// Whether two paths lead to one file, by whatever names: links are followed, and hard links
    /// have one identity.
    static func isOne(_ path: String, _ other: String) -> Bool {
        guard let first = end(of: path), let second = end(of: other) else { return false }
        if first == second { return true }
        guard let one = DescriptorFacts.following(path),
            let two = DescriptorFacts.following(other)
        else { return false }
        return one.device == two.device && one.inode == two.inode
    }
}
