import Foundation
import GRDB

extension GateStore {
    /// Opens the store at `path` for writing; creates and migrates it as needed.
    ///
    /// Runs still marked as running whose process is gone are marked as broken, and their open
    /// attempts as interrupted.
    ///
    /// - Parameter isAlive: whether that very process still lives.
    public convenience init(
        path: String, isAlive: (HarnessProcess) -> Bool
    ) throws(StoreError) {
        try self.init(path: path, maximumPages: nil, isAlive: isAlive)
    }

    /// Opens the store for writing, with a limit that stands in for a full disk in tests.
    convenience init(
        path: String, maximumPages: Int?, isAlive: (HarnessProcess) -> Bool
    ) throws(StoreError) {
        try Self.createDirectory(of: path)
        try Self.checkIdentity(path)
        do {
            var configuration = Self.configuration()
            configuration.journalMode = .wal
            if let maximumPages {
                configuration.prepareDatabase { database in
                    try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)")
                }
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try Schema.migrator.migrate(queue)
            self.init(path: path, queue: queue)
        } catch {
            throw StoreError(error, action: "create the store", path: path)
        }
        try markBrokenRuns(isAlive: isAlive)
    }

    /// Opens an existing store for reading; nothing in it is changed, not even by a migration.
    ///
    /// A store in a directory that cannot be written, left without its log's index, is read from
    /// a private copy that lives as long as the returned object.
    public static func openReadOnly(path: String) throws(StoreError) -> GateStore {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(
                .noStore, path: path,
                "there is no store at '\(path)'; run weld-gates first or name one with --db")
        }
        try refuseDirectory(at: path)
        var configuration = configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let identity = try queue.read { try checkReadable($0, path: path) }
            if identity.schemaVersion < Schema.version {
                // An older store is brought up to date in a copy; the original stays as it is.
                return try openCopy(path: path, configuration: configuration)
            }
            return GateStore(path: path, queue: queue)
        } catch let error as DatabaseError
            where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            return try openCopy(path: path, configuration: configuration)
        } catch {
            throw StoreError(error, action: "read the store", path: path)
        }
    }

    private static func openCopy(
        path: String, configuration: Configuration
    ) throws(StoreError) -> GateStore {
        do {
            let copy = try TemporaryCopy(of: path)
            // Not read-only: a log that was left behind has to be replayed into the copy.
            var configuration = configuration
            configuration.readonly = false
            let queue = try DatabaseQueue(path: copy.path, configuration: configuration)
            _ = try queue.read { try checkReadable($0, path: path) }
            try Schema.migrator.migrate(queue)
            return GateStore(path: path, queue: queue, copy: copy)
        } catch {
            throw StoreError(error, action: "read the store", path: path)
        }
    }

    /// Returns the identity of a store that holds runs; throws for anything else.
    private static func checkReadable(
        _ database: Database, path: String
    ) throws -> StoreIdentity {
        let identity = try StoreIdentity(database)
        try identity.check(path: path)
        guard !identity.isEmpty else {
            throw StoreError(
                .noStore, path: path,
                "'\(path)' holds no run yet; run weld-gates first or name another with --db")
        }
        return identity
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "GateStore"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        return configuration
    }

    private static func createDirectory(of path: String) throws(StoreError) {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .cannotCreateDirectory, path: path,
                "cannot create the directory '\(directory)' for the store: "
                    + "\(error.localizedDescription); create it or name another file with --db")
        }
    }

    /// SQLite calls a directory a disk error.
    private static func refuseDirectory(at path: String) throws(StoreError) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType != .typeDirectory else {
            throw StoreError(
                .cannotOpen, path: path, "'\(path)' is a directory; name a file in it with --db")
        }
    }

    /// Looks at a file before the first change: switching somebody else's database to a
    /// write-ahead log would already be a change.
    private static func checkIdentity(_ path: String) throws(StoreError) {
        try refuseDirectory(at: path)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes?[.size] as? Int, size > 0 else { return }
        var configuration = configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let identity = try queue.read { try StoreIdentity($0) }
            try identity.check(path: path)
        } catch let error as DatabaseError
            where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            // Opening it for writing says more precisely what is wrong, if anything is.
        } catch {
            throw StoreError(error, action: "open the store", path: path)
        }
    }
}

/// A private copy of a store and its log, removed with the object.
///
/// SQLite cannot read a database with a write-ahead log from a directory in which it cannot create
/// the log's index; it can read a copy.
final class TemporaryCopy: Sendable {
    private let directory: String
    let path: String

    /// Copies the database at `path` and the log beside it.
    init(of path: String) throws {
        let name = "weld-gates-store-\(UUID().uuidString)"
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        self.path = directory + "/copy.db"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try copy(path, to: self.path)
        if FileManager.default.fileExists(atPath: path + "-wal") {
            try copy(path + "-wal", to: self.path + "-wal")
        }
    }

    /// Copies a file and makes the copy writable, whatever the original is.
    private func copy(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }
}
