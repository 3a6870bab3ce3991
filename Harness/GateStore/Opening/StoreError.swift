import GRDB
public import GateKit

/// Why a store could not be opened, read or written.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure, so that a caller can choose its exit code.
    public enum Kind: Hashable, Sendable {
        /// Nothing is at the path, and the store was only to be read.
        case noStore
        /// The file is not an SQLite database.
        case notADatabase
        /// The file is a database of another application.
        case foreignDatabase
        /// The store was written by a newer `weld-gates`, with this schema version.
        case newerVersion(Int)
        /// The file or its directory cannot be written.
        case readOnly
        /// The file cannot be opened at all.
        case cannotOpen
        /// The directory that should hold the store cannot be created.
        case cannotCreateDirectory
        /// No folder for temporary files can be made.
        case noScratch
        /// The disk has no room left.
        case diskFull
        /// The disk reported an error.
        case inputOutput
        /// Another process held the store for longer than the busy timeout.
        case busy
        /// The database is damaged, or holds a value that no `weld-gates` wrote.
        case damaged
        /// SQLite had no answer in time (`StatementDeadline`).
        case tooSlow
        /// The file was removed or replaced while it was in use.
        case replaced
        /// The run or attempt that was asked for is not in the store.
        case notFound
        /// The file is no bundle, or not as it was made (report.md#bundles).
        case badBundle
        /// A run is there already under the same birth, with other content.
        case conflict
        /// A run is not what its seals and its evidence say.
        case differs
        /// What somebody set for a query is no value that it can have.
        case badValue
        /// Two runs are not alike enough to be compared.
        case notComparable
        /// SQLite refused a statement for a reason that has no kind of its own.
        case refused
    }

    /// What kind of failure.
    public let kind: Kind
    /// The path of the store.
    public let path: String
    /// SQLite's extended result code, where SQLite refused.
    public let code: Int32?
    /// One sentence: what failed, on what, and what to do next.
    public let description: String

    init(_ kind: Kind, path: String, code: Int32? = nil, _ description: String) {
        self.kind = kind
        self.path = path
        self.code = code
        self.description = code.map { "\(description) (SQLite code \($0))" } ?? description
    }

    /// The exit code of a command that the failure ended (gates.md#exit-codes).
    public var exitCode: RunExitCode {
        switch kind {
        case .noStore, .notFound: .runNotFound
        case .noScratch: .preconditionMissing
        case .refused: .harnessBug
        case .notADatabase, .foreignDatabase, .newerVersion, .readOnly, .cannotOpen,
            .cannotCreateDirectory, .diskFull, .inputOutput, .busy, .damaged, .tooSlow,
            .replaced, .badBundle:
            .cannotWrite
        case .conflict, .differs: .noGo
        case .badValue, .notComparable: .usage
        }
    }
}

extension StoreError {
    /// The same while a store is opened: what SQLite refuses there is the file's fault.
    var whileOpening: StoreError {
        kind == .refused
            ? StoreError(
                .damaged, path: path, "\(description); the file was edited or is damaged") : self
    }

    /// Translates whatever a statement threw while doing `action`, such as `append samples`.
    init(_ error: any Error, action: String, path: String) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DecodingError:
            self.init(
                .damaged, path: path, "cannot \(action) in '\(path)': \(UnreadableValue(error))")
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
        case .SQLITE_INTERRUPT:
            self = error(
                .tooSlow,
                "'\(path)' had no answer in time, cannot \(action); it is damaged or was edited, or "
                    + "its disk is too slow")
        default:
            self = error(.refused, "cannot \(action) in '\(path)': \(message)")
        }
    }
}
