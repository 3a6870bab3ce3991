import GRDB
import GateKit

extension Rule {
    func insert(_ database: Database, attempt: Int64) throws {
        try database.execute(
            sql: "INSERT INTO rule VALUES (?, ?, ?)",
            arguments: [attempt, confidence, edition.stored])
        try noise?.insert(database, attempt: attempt)
        for (position, check) in checks.enumerated() {
            let columns = StatisticColumns(check.statistic)
            try database.execute(
                sql: "INSERT INTO rule_check VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    attempt, position, check.gate.rawValue, check.id, check.question, check.metric,
                    columns.statistic, columns.quantile, columns.floorMetric, check.unit.rawValue,
                    check.comparison.rawValue, check.threshold, check.tier.rawValue,
                    check.fewestSamples, check.nominal,
                ])
        }
        for (position, milestone) in milestones.enumerated() {
            try database.execute(
                sql: "INSERT INTO rule_milestone VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    attempt, position, milestone.gate.rawValue, milestone.id, milestone.title,
                    milestone.metric, milestone.atLeast,
                ])
        }
        for (position, length) in contractLengths.enumerated() {
            try database.execute(
                sql: "INSERT INTO rule_length VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    attempt, position, length.gate.rawValue, length.title, length.metric,
                    length.samples,
                ])
        }
    }

    init(_ database: Database, attempt: Int64) throws {
        func rows(_ table: String) throws -> [Row] {
            try database.texts(of: table, attempt: attempt)
        }
        let row = try Row.fetchOne(
            database, sql: "SELECT confidence, edition FROM rule WHERE attempt_id = ?",
            arguments: [attempt])
        guard let row else { throw UnreadableValue("rule of attempt \(attempt)", "nothing") }
        self.init(
            checks: try rows("rule_check").map { try Check(row: $0) },
            milestones: try rows("rule_milestone").map { try Milestone(row: $0) },
            contractLengths: try rows("rule_length").map { row in
                ContractLength(
                    gate: try row.named("gate"), row["title"], metric: row["metric"],
                    samples: row["samples"])
            },
            confidence: row["confidence"],
            noise: try Row.fetchOne(
                database, sql: "SELECT * FROM rule_noise WHERE attempt_id = ?",
                arguments: [attempt]
            ).map { NoiseRule(row: $0) },
            edition: try Rule.Edition(row: row))
    }
}

extension Rule.Edition {
    /// The first edition is older than its column, and is stored as nothing.
    var stored: Int? { self == .first ? nil : rawValue }

    init(row: Row) throws {
        guard let number = row["edition"] as Int? else {
            self = .first
            return
        }
        guard let edition = Rule.Edition(rawValue: number) else {
            throw UnreadableValue("rule.edition", "\(number)")
        }
        self = edition
    }
}

extension Check {
    init(row: Row) throws {
        self.init(
            row["check_id"], gate: try row.named("gate"), row["question"], metric: row["metric"],
            try StatisticColumns.value(of: row), unit: try row.named("unit"),
            try row.named("comparison"), row["threshold"], tier: try row.named("tier"),
            fewestSamples: row["fewest_samples"], nominal: row["nominal"])
    }
}

extension Milestone {
    init(row: Row) throws {
        self.init(
            row["milestone_id"], gate: try row.named("gate"), row["title"], metric: row["metric"],
            atLeast: row["at_least"])
    }
}
