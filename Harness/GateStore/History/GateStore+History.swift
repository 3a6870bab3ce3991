import GRDB
public import GateKit

/// Whose history is asked for.
public enum HistorySubject: Hashable, Sendable {
    /// The headline of every gate.
    case headlines
    /// Every check of a gate.
    case gate(GateID)
    /// One check.
    case check(String)
}

extension GateStore {
    /// Returns what checks came to, run after run, a series for each group of runs that can be
    /// compared; none where no run has any.
    public func history(of subject: HistorySubject) throws(StoreError) -> [CheckHistory] {
        try read("read the history") { database in
            let resets = try database.resets()
            let rows: [HistoryRow]
            switch subject {
            case .headlines: rows = try HistoryRow.headlines(database)
            case .gate(let gate):
                rows = try HistoryRow.checks(database, "rule_check.gate = ?", [gate.rawValue])
            case .check(let check):
                rows = try HistoryRow.checks(database, "rule_check.check_id = ?", [check])
            }
            return HistoryRow.histories(rows, resets: resets)
        }
    }

    /// How many runs a report looks back.
    private static let runsOfReport = 60

    /// Returns what every check of a run came to in the newest runs that can be compared with it and
    /// did not begin later, so that an old run's report stays as it was.
    func histories(upTo run: RunRecord) throws(StoreError) -> [CheckHistory] {
        try read("read the histories of the run's checks") { database in
            let runs = try HistoryRuns(database).comparable(with: run.id, most: Self.runsOfReport)
            guard !runs.isEmpty else { return [] }
            let numbers = runs.map(String.init).joined(separator: ", ")
            let rows = try HistoryRow.checks(database, "attempt.run_id IN (\(numbers))", [])
            return HistoryRow.histories(
                rows, resets: try database.resets().filter { $0.at <= run.startedAt }
            ).filter { $0.points.last?.run == run.id }
        }
    }

    /// Stores that a check's history, or that of all checks of a gate, counts anew from a moment
    /// on.
    ///
    /// - Throws: `notFound` where no run asked for such a check.
    public func reset(_ reset: CheckHistory.Reset) throws(StoreError) {
        try write("store the reset") { database in
            let isKnown = try Bool.fetchOne(
                database,
                sql:
                    "SELECT EXISTS (SELECT 1 FROM rule_check WHERE check_id = :name OR gate = :name)",
                arguments: ["name": reset.subject])
            guard isKnown == true else {
                throw StoreError(
                    .notFound, path: path,
                    "no run in '\(path)' asked for '\(reset.subject)'; history --json names checks")
            }
            try database.execute(
                sql: "INSERT INTO check_reset (check_id, at, who, why) VALUES (?, ?, ?, ?)",
                arguments: [reset.subject, reset.at, reset.who, reset.why])
        }
    }
}

extension Database {
    /// Returns every reset, oldest first.
    fileprivate func resets() throws -> [CheckHistory.Reset] {
        try Row.fetchAll(
            self, sql: "SELECT check_id, at, who, why FROM check_reset ORDER BY at, id"
        )
        .map { row in
            CheckHistory.Reset(
                subject: try row.decode(forColumn: "check_id"), at: try row.decode(forColumn: "at"),
                who: try row.decode(forColumn: "who"), why: try row.decode(forColumn: "why"))
        }
    }
}

/// The runs that have a history, read once: a store of a thousand runs has tens of thousands of
/// figures.
private struct HistoryRuns {
    /// A run, but for its figure.
    struct Run {
        var place: Int
        var startedAt: Int64
        var commit: String?
        var group: CheckHistory.Group
    }

    let runs: [Int64: Run]

    init(_ database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, started_at, platform, host_class, profile,
                    (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'configuration'),
                    (SELECT value FROM run_fact WHERE run_id = run.id AND key = 'commit')
                FROM run WHERE state = 'finished' ORDER BY started_at, id
                """)
        var runs: [Int64: Run] = [:]
        for (place, row) in rows.enumerated() {
            let group = CheckHistory.Group(
                platform: try row.word(2, "run.platform"), hostClass: try row.decode(atIndex: 3),
                configuration: try row.decode(String?.self, atIndex: 5) ?? "",
                profile: try row.word(4, "run.profile"))
            runs[try row.decode(atIndex: 0)] = Run(
                place: place, startedAt: try row.decode(atIndex: 1),
                commit: try row.decode(String?.self, atIndex: 6), group: group)
        }
        self.runs = runs
    }

    /// Returns the numbers of the newest runs of a run's group that began no later, itself among
    /// them; none where it is no finished one.
    func comparable(with number: Int64, most: Int) -> [Int64] {
        guard let own = runs[number] else { return [] }
        return runs.filter { $0.value.group == own.group && $0.value.place <= own.place }
            .sorted { $0.value.place < $1.value.place }.suffix(most).map(\.key)
    }
}

/// One figure of one attempt or run.
private struct HistoryRow {
    /// What the rows of one series share.
    struct Key: Hashable {
        var group: CheckHistory.Group
        var gate: GateID
        var check: String
        var unit: MeasurementUnit
    }

    var key: Key
    /// The run's place among all by when they began.
    var place: Int
    var comparison: GateKit.Comparison?
    var threshold: Double?
    var point: CheckHistory.Point

    static func headlines(_ database: Database) throws -> [HistoryRow] {
        try read(
            database,
            """
            SELECT run_id, gate,
                coalesce((SELECT headline_check FROM run_declaration
                    WHERE run_declaration.run_id = gate_result.run_id
                        AND run_declaration.gate = gate_result.gate), ''),
                headline_unit, NULL, NULL, headline_value, verdict
            FROM gate_result
            WHERE headline_value IS NOT NULL AND headline_unit IS NOT NULL
            """, [])
    }

    /// Attempts come first, by CROSS JOIN: of a check that is named SQLite would otherwise look
    /// through the rules of every attempt, controls among them, which is where a store that grew
    /// spends its time.
    ///
    /// - Parameter condition: Which rows, in SQL; what is not ours is an argument.
    static func checks(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [HistoryRow] {
        try read(
            database,
            """
            SELECT attempt.run_id, rule_check.gate, rule_check.check_id, rule_check.unit,
                rule_check.comparison, rule_check.threshold, check_result.value,
                check_result.verdict
            FROM attempt
            CROSS JOIN rule_check ON rule_check.attempt_id = attempt.id
            CROSS JOIN check_result ON check_result.attempt_id = attempt.id
                AND check_result.check_id = rule_check.check_id
            WHERE attempt.control IS NULL AND check_result.value IS NOT NULL AND \(condition)
            """, arguments)
    }

    private static func read(
        _ database: Database, _ sql: String, _ arguments: StatementArguments
    ) throws -> [HistoryRow] {
        let runs = try HistoryRuns(database).runs
        var rows: [HistoryRow] = []
        let cursor = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        while let row = try cursor.next() {
            let number = try row.decode(Int64.self, atIndex: 0)
            guard let run = runs[number] else { continue }
            rows.append(try HistoryRow(row, number, run))
        }
        return rows.sorted { $0.place < $1.place }
    }

    private init(_ row: Row, _ number: Int64, _ run: HistoryRuns.Run) throws {
        key = Key(
            group: run.group, gate: try row.word(1, "gate"), check: try row.decode(atIndex: 2),
            unit: try row.word(3, "unit"))
        place = run.place
        if try row.decode(String?.self, atIndex: 4) != nil {
            comparison = try row.word(4, "rule_check.comparison")
        }
        threshold = try row.decode(Double?.self, atIndex: 5)
        point = CheckHistory.Point(
            run: number, startedAt: run.startedAt, commit: run.commit,
            value: try row.decode(atIndex: 6), verdict: try row.word(7, "verdict"))
    }

    /// Puts the rows of a run together, and runs that can be compared into series.
    static func histories(
        _ rows: [HistoryRow], resets: [CheckHistory.Reset]
    ) -> [CheckHistory] {
        var order: [Key] = []
        var series: [Key: [HistoryRow]] = [:]
        for row in rows {
            if series[row.key] == nil { order.append(row.key) }
            series[row.key, default: []].append(row)
        }
        return order.compactMap { key in
            guard let rows = series[key], let newest = rows.last else { return nil }
            let all = points(of: rows, newest.comparison?.smallerIsBetter ?? true)
            let reset = resets.last { [key.check, key.gate.rawValue].contains($0.subject) }
            let points = all.filter { $0.startedAt >= reset?.at ?? .min }
            guard !points.isEmpty else { return nil }
            return CheckHistory(
                gate: key.gate, check: key.check, unit: key.unit, comparison: newest.comparison,
                threshold: newest.threshold, group: key.group, reset: reset, points: points)
        }.sorted {
            ($0.gate, $0.check, $0.group) < ($1.gate, $1.check, $1.group)
        }
    }

    /// Returns a point a run: the worst replicate stands for it.
    private static func points(
        of rows: [HistoryRow], _ isSmallerBetter: Bool
    ) -> [CheckHistory.Point] {
        var points: [CheckHistory.Point] = []
        for row in rows {
            guard var last = points.last, last.run == row.point.run else {
                points.append(row.point)
                continue
            }
            if (row.point.value > last.value) == isSmallerBetter { last.value = row.point.value }
            last.verdict = .worst([row.point.verdict, last.verdict])
            points[points.count - 1] = last
        }
        return points
    }
}

extension Row {
    /// Returns the word of an enumeration.
    fileprivate func word<Value: RawRepresentable<String>>(
        _ index: Int, _ column: String
    ) throws -> Value {
        let text = try decode(String.self, atIndex: index)
        guard let value = Value(rawValue: text) else { throw UnreadableValue(column, text) }
        return value
    }
}
