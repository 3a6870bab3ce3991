import GRDB

/// How a file is recognised as a store of ours, before anything in it is changed.
struct StoreIdentity {
    /// `WGat` in ASCII, where SQLite keeps an application's number.
    static let applicationID = 0x5747_6174

    let applicationID: Int
    let schemaVersion: Int
    let isEmpty: Bool

    /// Reads the identity of an open database.
    init(_ database: Database) throws {
        applicationID = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        schemaVersion = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    /// Throws unless the database is a store that this version can read, or empty.
    func check(path: String) throws(StoreError) {
        guard applicationID == Self.applicationID || (isEmpty && applicationID == 0) else {
            throw StoreError(
                .foreignDatabase, path: path,
                "'\(path)' is a database of another application; name another file with --db")
        }
        guard schemaVersion <= Schema.version else {
            throw StoreError(
                .newerVersion(schemaVersion), path: path,
                "'\(path)' was written by a newer weld-gates (schema \(schemaVersion), this one "
                    + "knows \(Schema.version)); update weld-gates or name another file with --db")
        }
    }
}
