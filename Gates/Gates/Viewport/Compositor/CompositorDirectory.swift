internal import Foundation
internal import WeldPlatform

/// The private runtime directory of a compositor below an attempt's scratch.
///
/// A compositor that refuses to run as root runs as nobody: the directory is nobody's then, mode
/// 0700, and the directories above it let nobody's group pass, without letting it look.
struct CompositorDirectory {
    /// The whole path, short enough for a socket in it.
    let path: String
    /// Whether the compositor has to run as nobody.
    let isForNobody: Bool

    /// The user and the group of nobody (platform of the tools: Debian and its kin).
    static let nobody = 65_534

    /// Makes the directory.
    init(scratch: String) throws(ViewportFault) {
        path = "\(scratch)/w"
        isForNobody = ProcessEnvironment.userID == 0
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            guard isForNobody else { return }
            try Self.give(path, mode: 0o700, owner: Self.nobody)
            for above in [scratch, URL(fileURLWithPath: scratch).deletingLastPathComponent().path] {
                try Self.give(above, mode: 0o710, owner: 0)
            }
        } catch {
            throw .precondition("cannot make the compositor's directory \(path): \(error)")
        }
    }

    /// Writes a file that the compositor may read.
    func write(_ name: String, _ text: String) throws(ViewportFault) -> String {
        let file = "\(path)/\(name)"
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o644])
        else { throw .precondition("cannot write \(file)") }
        return file
    }

    /// Removes everything, whatever the compositor left.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func give(_ path: String, mode: Int, owner: Int) throws {
        try FileManager.default.setAttributes(
            [
                .ownerAccountID: owner, .groupOwnerAccountID: nobody, .posixPermissions: mode,
            ], ofItemAtPath: path)
    }
}

/// Why the viewport cannot be judged here: the judge's side, so ERROR and never NO-GO.
enum ViewportFault: Error, CustomStringConvertible {
    /// Something that the machine must have is missing; one sentence that names the package.
    case precondition(String)
    /// The judge itself failed.
    case harness(String)

    var description: String {
        switch self {
        case .precondition(let text), .harness(let text): text
        }
    }
}
