import GRDB
import GateKit

/// The evidence of all runs, in one SQLite file.
///
/// What was committed survives `kill -9` of any process: the write-ahead log is handed to the
/// kernel at every commit. It is not synced to the disk each time, because that would put a disk's
/// latency beside what is measured; a power failure may cost the last commits, never the file.
public final class GateStore: Sendable {
    /// The path of the database.
    public let path: String
    let queue: DatabaseQueue
    /// A private copy that is read instead of a store that cannot be opened in place.
    private let copy: TemporaryCopy?
    let deadline: StatementDeadline
    /// What stood at the path when it was opened; nil for a copy.
    private let file: FileAtPath?
    /// What of the schema was not as the file's version has it, before an older one was migrated.
    let foreignObjects: [StoreSchema.Difference]

    init(
        path: String, queue: DatabaseQueue, deadline: StatementDeadline, file: FileAtPath? = nil,
        copy: TemporaryCopy? = nil, foreignObjects: [StoreSchema.Difference] = []
    ) {
        self.path = path
        self.queue = queue
        self.deadline = deadline
        self.file = file
        self.copy = copy
        self.foreignObjects = foreignObjects
    }

    /// The path of the file that is really read: the private copy where there is one.
    var filePath: String { copy?.path ?? path }

    /// Does all of `body` in one transaction, or nothing of it.
    func write<T>(_ action: String, _ body: (Database) throws -> T) throws(StoreError) -> T {
        try checkPlace()
        deadline.begin()
        do {
            return try queue.write(body)
        } catch {
            throw StoreError(error, action: action, path: path)
        }
    }

    /// Reads one consistent state.
    func read<T>(_ action: String, _ body: (Database) throws -> T) throws(StoreError) -> T {
        deadline.begin()
        do {
            return try queue.read(body)
        } catch {
            throw StoreError(error, action: action, path: path)
        }
    }

    /// Throws unless the file that was opened still stands at the path: what is committed to a file
    /// without a name, or with another, is lost to everybody else.
    func checkPlace() throws(StoreError) {
        guard let file else { return }
        let found = try Self.file(path)
        guard let found, found.isSame(as: file) else {
            throw StoreError(
                .replaced, path: path,
                "'\(path)' was \(found == nil ? "removed" : "replaced") while it was in use; what "
                    + "was stored is lost with it, so run weld-gates again")
        }
    }

    /// Returns the error of a run or attempt that is not there, with the command that lists what is.
    func notFound(_ what: String, listedBy view: String = "v_runs") -> StoreError {
        let list = ShellWords.line(["sqlite3", path, "SELECT * FROM \(view)"])
        return StoreError(
            .notFound, path: path, "\(what) is not in '\(path)'; what is, lists \(list)")
    }

    /// Returns the error of a stored value that no `weld-gates` wrote.
    func damaged(_ what: String) -> StoreError {
        StoreError(.damaged, path: path, "'\(path)' holds \(what); it was edited or is damaged")
    }
}
