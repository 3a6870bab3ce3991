import GRDB
import GateKit

/// A rule: what belongs to all of its checks.
struct RuleRow: StoredRow {
    static let databaseTableName = "rule"

    var attemptId: Int64
    var confidence: Double
    /// The first edition is older than the column, and is stored as nothing.
    var edition: Int?
}

/// A check of a rule.
struct RuleCheckRow: StoredRow {
    static let databaseTableName = "rule_check"

    var attemptId: Int64
    var position: Int
    var gate: GateID
    var checkId: String
    var question: String
    var metric: String
    var statistic: String
    var quantile: Double?
    var floorMetric: String?
    var unit: MeasurementUnit
    var comparison: GateKit.Comparison
    var threshold: Double
    var tier: Tier
    var fewestSamples: Int
    var nominal: Double?
    /// A check that is older than the column is of the nature that its figure has.
    var nature: Check.Nature?

    init(_ check: Check, attempt: Int64, position: Int) {
        attemptId = attempt
        self.position = position
        gate = check.gate
        checkId = check.id
        question = check.question
        metric = check.metric
        switch check.statistic {
        case .percentile(let p):
            statistic = "percentile"
            quantile = p
        case .percentileRatio(let p, let floor):
            statistic = "percentile-ratio"
            quantile = p
            floorMetric = floor
        case .maximum: statistic = "maximum"
        case .minimum: statistic = "minimum"
        case .sum: statistic = "sum"
        case .count: statistic = "count"
        }
        unit = check.unit
        comparison = check.comparison
        threshold = check.threshold
        tier = check.tier
        fewestSamples = check.fewestSamples
        nominal = check.nominal
        nature = check.nature
    }

    var check: Check {
        get throws {
            Check(
                checkId, gate: gate, question, metric: metric, try whatIsComputed, unit: unit,
                comparison, threshold, tier: tier, fewestSamples: fewestSamples, nominal: nominal,
                nature: nature)
        }
    }

    private var whatIsComputed: Statistic {
        get throws {
            switch (statistic, quantile, floorMetric) {
            case ("percentile", let p?, nil): return .percentile(p)
            case ("percentile-ratio", let p?, let floor?):
                return .percentileRatio(p, over: floor)
            case ("maximum", nil, nil): return .maximum
            case ("minimum", nil, nil): return .minimum
            case ("sum", nil, nil): return .sum
            case ("count", nil, nil): return .count
            default: throw UnreadableValue("rule_check.statistic", statistic)
            }
        }
    }
}

/// A milestone of a rule.
struct RuleMilestoneRow: StoredRow {
    static let databaseTableName = "rule_milestone"

    var attemptId: Int64
    var position: Int
    var gate: GateID
    var milestoneId: String
    var title: String
    var metric: String
    var atLeast: Int

    init(_ milestone: Milestone, attempt: Int64, position: Int) {
        attemptId = attempt
        self.position = position
        gate = milestone.gate
        milestoneId = milestone.id
        title = milestone.title
        metric = milestone.metric
        atLeast = milestone.atLeast
    }

    var milestone: Milestone {
        Milestone(milestoneId, gate: gate, title, metric: metric, atLeast: atLeast)
    }
}

/// A length that the contract asks for.
struct RuleLengthRow: StoredRow {
    static let databaseTableName = "rule_length"

    var attemptId: Int64
    var position: Int
    var gate: GateID
    var title: String
    var metric: String
    var samples: Int

    init(_ length: ContractLength, attempt: Int64, position: Int) {
        attemptId = attempt
        self.position = position
        gate = length.gate
        title = length.title
        metric = length.metric
        samples = length.samples
    }

    var length: ContractLength {
        ContractLength(gate: gate, title, metric: metric, samples: samples)
    }
}

/// When the host answers for a time instead of the subject.
struct RuleNoiseRow: StoredRow {
    static let databaseTableName = "rule_noise"

    var attemptId: Int64
    var wakeUpErrorNs: Int64
    var foreignShare: Double
    var spareProcessors: Double
    var stealShare: Double
    var neighbours: Int
    var maximumExcluded: Double
    var subjectPriority: Int64
    var pulseDurationNs: Int64?
    var pulseLimitNs: Int64?
    var pulsePriority: Int64?

    init(_ rule: InterferenceRule, attempt: Int64) {
        attemptId = attempt
        wakeUpErrorNs = rule.wakeUpError.stored
        foreignShare = rule.foreignShare
        spareProcessors = rule.spareProcessors
        stealShare = rule.stealShare
        neighbours = rule.neighbours
        maximumExcluded = rule.maximumExcluded
        subjectPriority = Int64(rule.subjectPriority)
        pulseDurationNs = rule.pulse?.duration.stored
        pulseLimitNs = rule.pulse?.limit.stored
        pulsePriority = (rule.pulse?.priority).map { Int64($0) }
    }

    var rule: InterferenceRule {
        InterferenceRule(
            wakeUpError: UInt64(stored: wakeUpErrorNs), foreignShare: foreignShare,
            spareProcessors: spareProcessors, stealShare: stealShare, neighbours: neighbours,
            maximumExcluded: maximumExcluded,
            subjectPriority: Int32(truncatingIfNeeded: subjectPriority), pulse: pulse)
    }

    private var pulse: PulseRule? {
        guard let pulseDurationNs, let pulseLimitNs, let pulsePriority else { return nil }
        return PulseRule(
            duration: UInt64(stored: pulseDurationNs), limit: UInt64(stored: pulseLimitNs),
            priority: Int32(truncatingIfNeeded: pulsePriority))
    }
}

extension Rule {
    /// Stores the rule of an attempt, before its first sample.
    func insert(_ database: Database, attempt: Int64) throws {
        try RuleRow(
            attemptId: attempt, confidence: confidence,
            edition: edition == .first ? nil : edition.rawValue
        ).insert(database)
        try noise.map { RuleNoiseRow($0, attempt: attempt) }?.insert(database)
        for (position, check) in checks.enumerated() {
            try RuleCheckRow(check, attempt: attempt, position: position).insert(database)
        }
        for (position, milestone) in milestones.enumerated() {
            try RuleMilestoneRow(milestone, attempt: attempt, position: position).insert(database)
        }
        for (position, length) in contractLengths.enumerated() {
            try RuleLengthRow(length, attempt: attempt, position: position).insert(database)
        }
    }

    /// Reads the rule of an attempt.
    init(_ database: Database, attempt: Int64) throws {
        func all<Row: StoredRow>(_: Row.Type, order: String = "position") throws -> [Row] {
            try Row.all(database, "attempt_id", attempt, order: order)
        }
        guard let row = try all(RuleRow.self, order: "attempt_id").first else {
            throw UnreadableValue("rule of attempt \(attempt)", "nothing")
        }
        self.init(
            checks: try all(RuleCheckRow.self).map { try $0.check },
            milestones: try all(RuleMilestoneRow.self).map(\.milestone),
            contractLengths: try all(RuleLengthRow.self).map(\.length),
            confidence: row.confidence,
            noise: try all(RuleNoiseRow.self, order: "attempt_id").first?.rule,
            edition: try row.edition.map(Self.edition) ?? .first)
    }

    private static func edition(_ number: Int) throws -> Edition {
        guard let edition = Edition(rawValue: number) else {
            throw UnreadableValue("rule.edition", "\(number)")
        }
        return edition
    }
}
