import GRDB

extension StoreError {
    /// Translates whatever a statement threw while doing `action`, such as `append samples`.
    init(_ error: any Error, action: String, path: String) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DatabaseError:
            self.init(
                code: error.extendedResultCode.rawValue, message: error.message ?? "no message",
                action: action, path: path)
        default:
            self.init(.damaged, path: path, "cannot \(action) in '\(path)': \(error)")
        }
    }

    /// Translates one of SQLite's result codes.
    init(code: Int32, message: String, action: String, path: String) {
        func error(_ kind: Kind, _ text: String) -> StoreError {
            StoreError(kind, path: path, code: code, text)
        }
        switch ResultCode(rawValue: code).primaryResultCode {
        case .SQLITE_NOTADB:
            self = error(
                .notADatabase,
                "'\(path)' is not a database; name another file with --db or move it away")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = error(
                .readOnly,
                "'\(path)' is read-only, cannot \(action); make it writable or name another file "
                    + "with --db")
        case .SQLITE_CANTOPEN:
            self = error(
                .cannotOpen,
                "cannot open '\(path)'; check that it is a file and that you may read and write it "
                    + "and its directory")
        case .SQLITE_FULL:
            self = error(
                .diskFull,
                "the disk that holds '\(path)' is full, cannot \(action); free some space or name "
                    + "a file elsewhere with --db")
        case .SQLITE_IOERR:
            self = error(
                .inputOutput,
                "the disk that holds '\(path)' failed, cannot \(action): \(message); check the disk"
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = error(
                .busy,
                "'\(path)' is held by another process, cannot \(action); wait for it to end and "
                    + "try again")
        case .SQLITE_CORRUPT:
            self = error(
                .damaged,
                "'\(path)' is damaged, cannot \(action): \(message); restore it or name another "
                    + "file with --db")
        default:
            self = error(.refused, "cannot \(action) in '\(path)': \(message)")
        }
    }
}
