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
        try make(path)
    }

    /// Copies them while nobody writes to them.
    ///
    /// - Throws: `busy` where somebody always did.
    init(ofSettled path: String) throws(StoreError) {
        folder = try PrivateFolder()
        self.path = folder.path + "/copy.db"
        for _ in 0..<5 {
            let before = Self.versions(path)
            try make(path)
            guard before != Self.versions(path) else { return }
            for name in [self.path, self.path + "-wal"] {
                try? FileManager.default.removeItem(atPath: name)
            }
        }
        throw StoreError(
            .busy, path: path,
            "'\(path)' is written to all the time; wait until that has ended and try again")
    }

    private static func versions(_ path: String) -> [FileAtPath?] {
        [path, path + "-wal"].map { try? FileAtPath.of($0) }
    }

    private func make(_ path: String) throws(StoreError) {
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
