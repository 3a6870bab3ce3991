import Foundation

/// A private copy of a store and its log, removed with the object.
///
/// SQLite cannot read a database with a write-ahead log from a directory in which it cannot create
/// the log's index; it can read a copy.
final class TemporaryCopy: Sendable {
    private let folder: PrivateFolder
    let path: String

    /// Copies the database at `path` and the log beside it.
    init(of path: String) throws(StoreError) {
        folder = try PrivateFolder()
        self.path = folder.path + "/copy.db"
        do {
            try copy(path, to: self.path)
            if FileManager.default.fileExists(atPath: path + "-wal") {
                try copy(path + "-wal", to: self.path + "-wal")
            }
        } catch {
            throw StoreError(
                .cannotOpen, path: path,
                "'\(path)' cannot be read, nor copied to '\(folder.path)': "
                    + "\(error.localizedDescription); check that you may read it")
        }
    }

    /// Copies a file and makes the copy writable, whatever the original is.
    private func copy(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
    }
}
