import GRDB
public import GateKit

extension GateStore {
    /// Stores evidence in the order in which it arrived: all of the batch or nothing.
    public func append(_ evidence: [StoredEvidence], attempt: Int64) throws(StoreError) {
        try append(evidence, attempt: attempt) { _ in }
    }

    /// Stores the evidence and whatever `body` adds in the same transaction.
    func append(
        _ evidence: [StoredEvidence], attempt: Int64, _ body: (Database) throws -> Void
    ) throws(StoreError) {
        try write("store evidence") { database in
            var rows = EvidenceRows(database, attempt: attempt)
            for item in evidence { try rows.insert(item) }
            try body(database)
        }
    }
}

/// Turns the evidence of one batch into rows, inside one transaction.
///
/// Events, host windows and batches come by the thousand: their statements are prepared once and
/// take no way through `Codable`.
private struct EvidenceRows {
    private let database: Database
    private let attempt: Int64
    private var samples: SampleRows
    private var nextPosition: [String: Int64] = [:]

    init(_ database: Database, attempt: Int64) {
        self.database = database
        self.attempt = attempt
        samples = SampleRows(database, attempt: attempt)
    }

    mutating func insert(_ evidence: StoredEvidence) throws {
        switch evidence {
        case .samples(let batch):
            if let fault = try samples.insert(batch) { try insert(.fault(fault)) }
        case .event(let event): try insert(event)
        case .host(let window): try insert(window)
        case .pulses(let pulses): for pulse in pulses { try insert(pulse) }
        case .fact(let fact):
            try FactRow(
                attemptId: attempt, position: try position(in: "fact"), key: fact.key,
                value: fact.value
            ).insert(database)
        case .violation(let violation):
            try ViolationRow(
                attemptId: attempt, position: try position(in: "violation"), kind: violation.kind,
                text: violation.text, startNs: violation.span?.start.stored,
                endNs: violation.span?.end.stored
            ).insert(database)
        case .fault(let fault):
            try FaultRow(
                attemptId: attempt, position: try position(in: "fault"), kind: fault.kind,
                text: fault.text
            ).insert(database)
        case .artefact(let name, let path):
            try ArtefactRow(
                attemptId: attempt, position: try position(in: "artefact"), name: name, path: path
            ).insert(database)
        case .end:
            try database.execute(
                sql: "UPDATE attempt SET reached_its_end = 1 WHERE id = ?", arguments: [attempt])
        }
    }

    private mutating func insert(_ event: StubEvent) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO event (attempt_id, position, number, t_ns, pid, role, name, fields)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            attempt, try position(in: "event"), event.number.stored, event.time.stored, event.pid,
            event.role, event.name, event.fields,
        ])
    }

    private mutating func insert(_ window: HostWindow) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO host_window (attempt_id, position, start_ns, end_ns, wake_up_error_ns,
                    subject_wake_up_error_ns, foreign_ns, own_ns, idle_ns, steal_ns, pressure_ns,
                    involuntary_switches, processors, throttled_ns)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            attempt, try position(in: "host_window"), window.start.stored, window.end.stored,
            window.wakeUpError.stored, window.subjectWakeUpError?.stored, window.foreign.stored,
            window.own.stored, window.idle.stored, window.steal.stored, window.pressure.stored,
            window.involuntarySwitches.stored, window.processors, window.throttled.stored,
        ])
    }

    private mutating func insert(_ pulse: HostPulse) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO host_pulse (attempt_id, position, processor, due_ns, lateness_ns,
                    duration_ns)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            attempt, try position(in: "host_pulse"), pulse.processor, pulse.due.stored,
            pulse.lateness.stored, pulse.duration.stored,
        ])
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

/// Inserts the samples of one batch of messages.
private struct SampleRows {
    private let database: Database
    private let attempt: Int64
    private var series: [SeriesKey: Int64] = [:]
    private var nextIndex: [String: Int64] = [:]

    private struct SeriesKey: Hashable {
        var metric: String
        var unit: MeasurementUnit
        var warmup: Bool
    }

    init(_ database: Database, attempt: Int64) {
        self.database = database
        self.attempt = attempt
    }

    /// Inserts a batch; returns the fault to store when a value of it cannot be stored.
    ///
    /// SQLite has no NaN. Its place in the series stays empty and the attempt becomes ERROR, so
    /// that nothing is dropped silently (gates.md#rule-10).
    mutating func insert(_ batch: SampleBatch) throws -> HarnessFault? {
        let id = try seriesID(of: batch)
        let first = try nextIndex[batch.metric] ?? storedCount(of: batch.metric)
        nextIndex[batch.metric] = first + Int64(batch.values.count)
        try database.insertSamples(batch.values, series: id, firstIndex: first)
        if let span = batch.span, !batch.values.isEmpty {
            try database.cachedStatement(
                sql: """
                    INSERT INTO sample_batch (series_id, first_index, sample_count, start_ns, end_ns)
                    VALUES (?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [id, first, batch.values.count, span.start.stored, span.end.stored])
        }
        guard let bad = batch.values.firstIndex(where: \.isNaN) else { return nil }
        return HarnessFault(
            .harness, "sample \(first + Int64(bad)) of \(batch.metric) is not a number")
    }

    private mutating func seriesID(of batch: SampleBatch) throws -> Int64 {
        let key = SeriesKey(metric: batch.metric, unit: batch.unit, warmup: batch.warmup)
        if let known = series[key] { return known }
        let values: StatementArguments = [attempt, key.metric, key.unit.rawValue, key.warmup]
        try database.cachedStatement(
            sql: """
                INSERT INTO series (attempt_id, metric, unit, warmup) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: values)
        let select = try database.cachedStatement(
            sql: """
                SELECT id FROM series
                WHERE attempt_id = ? AND metric = ? AND unit = ? AND warmup = ?
                """)
        guard let id = try Int64.fetchOne(select, arguments: values) else {
            throw UnreadableValue("series", key.metric)
        }
        series[key] = id
        return id
    }

    /// Returns the index that follows the metric's stored samples, warm-up among them.
    private func storedCount(of metric: String) throws -> Int64 {
        let select = try database.cachedStatement(
            sql: """
                SELECT max(coalesce((
                    SELECT max(sample_index) + 1 FROM sample WHERE series_id = series.id
                ), 0)) FROM series WHERE attempt_id = ? AND metric = ?
                """)
        return try Int64.fetchOne(select, arguments: [attempt, metric]) ?? 0
    }
}
