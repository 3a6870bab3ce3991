import GRDB
public import GateKit

extension GateStore {
    /// Stores what an attempt's process said, in that order: all of the batch or nothing.
    ///
    /// Progress is for the person who waits and is not stored.
    public func append(_ messages: [AttemptMessage], attempt: Int64) throws(StoreError) {
        try append(messages, attempt: attempt) { _ in }
    }

    /// Stores the messages and whatever `body` adds in the same transaction.
    func append(
        _ messages: [AttemptMessage], attempt: Int64, _ body: (Database) throws -> Void
    ) throws(StoreError) {
        try write("store evidence") { database in
            var evidence = EvidenceRows(database, attempt: attempt)
            for message in messages { try evidence.insert(message) }
            try body(database)
        }
    }
}

/// Turns the messages of one batch into rows, inside one transaction.
struct EvidenceRows {
    private let database: Database
    private let attempt: Int64
    private var samples: SampleRows
    private var nextPosition: [String: Int64] = [:]

    init(_ database: Database, attempt: Int64) {
        self.database = database
        self.attempt = attempt
        samples = SampleRows(database, attempt: attempt)
    }

    mutating func insert(_ message: AttemptMessage) throws {
        switch message {
        case .samples(let batch):
            if let fault = try samples.insert(batch) { try insert(.fault(fault)) }
        case .event(let event): try insert(event)
        case .host(let window):
            try window.insert(
                database, attempt: attempt, position: try position(in: "host_window"))
        case .fact(let fact): try insert("fact", fact.key, fact.value)
        case .violation(let violation):
            try insert("violation", violation.kind.rawValue, violation.text)
        case .fault(let fault): try insert("fault", fault.kind.rawValue, fault.text)
        case .artefact(let name, let path): try insert("artefact", name, path)
        case .progress: break
        case .end:
            try database.execute(
                sql: "UPDATE attempt SET reached_its_end = 1 WHERE id = ?", arguments: [attempt])
        }
    }

    private mutating func insert(_ event: StubEvent) throws {
        try database.cachedStatement(sql: "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .execute(arguments: [
                attempt, try position(in: "event"), Int64(truncatingIfNeeded: event.number),
                Int64(truncatingIfNeeded: event.time), event.pid, event.role, event.name,
                event.fields,
            ])
    }

    /// Inserts a row of one of the tables that hold two texts.
    private mutating func insert(_ table: String, _ first: String, _ second: String) throws {
        try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (?, ?, ?, ?)")
            .execute(arguments: [attempt, try position(in: table), first, second])
    }

    private mutating func position(in table: String) throws -> Int64 {
        let position =
            try nextPosition[table]
            ?? Int64.fetchOne(
                try database.cachedStatement(
                    sql: "SELECT coalesce(max(position) + 1, 0) FROM \(table) WHERE attempt_id = ?"),
                arguments: [attempt]) ?? 0
        nextPosition[table] = position + 1
        return position
    }
}
