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
        let deadline = try Self.checkIdentity(path)
        do {
            var configuration = Self.configuration(deadline)
            configuration.journalMode = .wal
            if let maximumPages {
                configuration.prepareDatabase { database in
                    try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)")
                }
            }
            deadline.begin()
            let queue = try DatabaseQueue(path: Self.fileName(path), configuration: configuration)
            try Schema.migrator.migrate(queue)
            try queue.read { try Self.checkSchema($0, Schema.version, path: path) }
            self.init(path: path, queue: queue, deadline: deadline, file: try Self.file(path))
        } catch {
            throw StoreError(error, action: "open the store for writing", path: path).whileOpening
        }
        try markBrokenRuns(isAlive: isAlive)
    }

    /// Opens an existing store for reading; nothing in it is changed, not even by a migration.
    ///
    /// A store in a directory that cannot be written, left without its log's index, is read from
    /// a private copy that lives as long as the returned object.
    ///
    /// - Parameter refusesForeignObjects: Whether a file is refused whose tables, indexes, triggers
    ///   and views are not those of its version. Who verifies names them instead.
    public static func openReadOnly(
        path: String, refusesForeignObjects: Bool = true
    ) throws(StoreError) -> GateStore {
        let file = try existing(path)
        let deadline = StatementDeadline(StatementDeadline.patience(bytes: file.size))
        var configuration = configuration(deadline)
        configuration.readonly = true
        do {
            deadline.begin()
            let queue = try DatabaseQueue(path: fileName(path), configuration: configuration)
            let (identity, foreign) = try queue.read {
                try checkReadable($0, path: path, refusesForeignObjects)
            }
            if identity.schemaVersion < Schema.version {
                // An older store is brought up to date in a copy; the original stays as it is.
                return try openCopy(path: path, configuration, deadline, refusesForeignObjects)
            }
            return GateStore(
                path: path, queue: queue, deadline: deadline, file: file, foreignObjects: foreign)
        } catch let error as DatabaseError
            where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            return try openCopy(path: path, configuration, deadline, refusesForeignObjects)
        } catch {
            throw StoreError(error, action: "read the store", path: path).whileOpening
        }
    }

    /// Opens a private copy of an existing store, for writing: the store itself is not opened, and
    /// nothing is made beside it.
    static func openSettledCopy(path: String) throws(StoreError) -> GateStore {
        let found = try existing(path)
        let deadline = StatementDeadline(StatementDeadline.patience(bytes: found.size))
        return try open(
            TemporaryCopy(ofSettled: path), path: path, configuration(deadline), deadline, true)
    }

    private static func existing(_ path: String) throws(StoreError) -> FileAtPath {
        guard let file = try file(path) else {
            throw StoreError(
                .noStore, path: path,
                "there is no store at '\(path)'; run weld-gates first or name one with --db")
        }
        return file
    }

    private static func openCopy(
        path: String, _ configuration: Configuration, _ deadline: StatementDeadline,
        _ refusesForeignObjects: Bool
    ) throws(StoreError) -> GateStore {
        try open(
            TemporaryCopy(of: path), path: path, configuration, deadline, refusesForeignObjects)
    }

    private static func open(
        _ copy: TemporaryCopy, path: String, _ configuration: Configuration,
        _ deadline: StatementDeadline, _ refusesForeignObjects: Bool
    ) throws(StoreError) -> GateStore {
        do {
            // Not read-only: a log that was left behind has to be replayed into the copy.
            var configuration = configuration
            configuration.readonly = false
            deadline.begin()
            let queue = try DatabaseQueue(path: copy.path, configuration: configuration)
            let (_, foreign) = try queue.read {
                try checkReadable($0, path: path, refusesForeignObjects)
            }
            try Schema.migrator.migrate(queue)
            return GateStore(
                path: path, queue: queue, deadline: deadline, copy: copy, foreignObjects: foreign)
        } catch {
            throw StoreError(error, action: "read the store", path: path).whileOpening
        }
    }

    /// Returns the identity of a store that holds runs, and what is not as its version has it;
    /// throws for anything else.
    private static func checkReadable(
        _ database: Database, path: String, _ refusesForeignObjects: Bool
    ) throws -> (StoreIdentity, [StoreSchema.Difference]) {
        let identity = try StoreIdentity(database)
        try identity.check(path: path)
        guard !identity.isEmpty else {
            throw StoreError(
                .noStore, path: path,
                "'\(path)' holds no run yet; run weld-gates first or name another with --db")
        }
        if refusesForeignObjects {
            try checkSchema(database, identity.schemaVersion, path: path)
            return (identity, [])
        }
        return (identity, try StoreSchema(database).differences(from: identity.schemaVersion))
    }

    /// Throws unless a store's tables, indexes, triggers and views are those of its version.
    private static func checkSchema(_ database: Database, _ version: Int, path: String) throws {
        guard let difference = try StoreSchema(database).differences(from: version).first else {
            return
        }
        throw StoreError(
            .damaged, path: path,
            "'\(path)' was edited or is damaged: \(difference.sentence); weld-gates verify names "
                + "all that differs; restore it or name another file with --db")
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

    /// Returns the file that a path leads to, nil where none does; SQLite would call a directory a
    /// disk error, wait for a pipe's writer and fill a device.
    static func file(_ path: String) throws(StoreError) -> FileAtPath? {
        let found: FileAtPath?
        do throws(FileAtPath.Unseen) {
            found = try FileAtPath.of(path)
        } catch {
            throw StoreError(
                .cannotOpen, path: path,
                "cannot look at '\(path)': \(error); name a file that you may read with --db")
        }
        guard let found, found.kind != .regular else { return found }
        throw StoreError(
            .cannotOpen, path: path,
            "'\(path)' is a \(found.kind.rawValue) and no store; name a file with --db")
    }

    /// Looks at a file before the first change: switching somebody else's database to a
    /// write-ahead log would already be a change.
    private static func checkIdentity(_ path: String) throws(StoreError) -> StatementDeadline {
        let size = try file(path)?.size ?? 0
        let deadline = StatementDeadline(StatementDeadline.patience(bytes: size))
        guard size > 0 else { return deadline }
        var configuration = configuration(deadline)
        configuration.readonly = true
        do {
            deadline.begin()
            let queue = try DatabaseQueue(path: fileName(path), configuration: configuration)
            try queue.read { database in
                let identity = try StoreIdentity(database)
                try identity.check(path: path)
                if !identity.isEmpty {
                    try checkSchema(database, identity.schemaVersion, path: path)
                }
            }
        } catch let error as DatabaseError
            where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            // Opening it for writing says more precisely what is wrong, if anything is.
        } catch {
            throw StoreError(error, action: "open the store", path: path).whileOpening
        }
        return deadline
    }
}
