internal import Foundation

/// Directories that only this user may enter.
enum ScratchDirectory {
    /// Makes one where it is not there yet.
    static func make(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }
}
