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
        /// The disk has no room left.
        case diskFull
        /// The disk reported an error.
        case inputOutput
        /// Another process held the store for longer than the busy timeout.
        case busy
        /// The database is damaged, or holds a value that no `weld-gates` wrote.
        case damaged
        /// The run or attempt that was asked for is not in the store.
        case notFound
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
        case .refused: .harnessBug
        case .notADatabase, .foreignDatabase, .newerVersion, .readOnly, .cannotOpen,
            .cannotCreateDirectory, .diskFull, .inputOutput, .busy, .damaged:
            .cannotWrite
        }
    }
}
