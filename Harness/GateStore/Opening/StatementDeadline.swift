// Unsafe code: SQLite is handed the address of an object that outlives its connection.
import GRDB
import GRDBSQLite
import Synchronization

/// Ends what SQLite does once it has taken too long: a damaged file can lead it in circles for
/// years, and so can a question that somebody put into one.
final class StatementDeadline: Sendable {
    /// How long one access may take: a minute, and a second for every 8 MiB of the file.
    static func patience(bytes: Int64) -> Duration { .seconds(60 + bytes >> 23) }

    private let patience: Duration
    private let start = ContinuousClock.now
    /// The moment, in nanoseconds after the start.
    private let moment = Atomic<UInt64>(.max)

    /// Steps of SQLite's machine between two looks at the clock: less than a millisecond.
    private static let steps: Int32 = 20_000

    init(_ patience: Duration) { self.patience = patience }

    /// An access begins: it has the whole time.
    func begin() {
        moment.store(Self.nanoseconds(ContinuousClock.now - start + patience), ordering: .relaxed)
    }

    /// Whether the access should have ended.
    fileprivate var hasPassed: Bool {
        Self.nanoseconds(ContinuousClock.now - start) > moment.load(ordering: .relaxed)
    }

    /// Lets it end the statements of a connection, which must not outlive it.
    func attach(to database: Database) {
        unsafe sqlite3_progress_handler(
            database.sqliteConnection, Self.steps,
            { address in
                guard let address = unsafe address else { return 0 }
                let deadline = unsafe Unmanaged<StatementDeadline>.fromOpaque(address)
                    .takeUnretainedValue()
                return deadline.hasPassed ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private static func nanoseconds(_ duration: Duration) -> UInt64 {
        UInt64(max(0, min(duration / .nanoseconds(1), 1e18)))
    }
}
