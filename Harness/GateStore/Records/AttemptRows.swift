import GRDB
import GateKit

/// An attempt: what it was told and how it ended.
struct AttemptRow: StoredRow {
    static let databaseTableName = "attempt"

    var id: Int64?
    var runId: Int64
    var procedure: String
    var replicate: Int
    var seed: String
    var control: String?
    var plan: AttemptPlan
    var startedAt: Int64
    var finishedAt: Int64?
    var ending: String?
    var endingNumber: Int64?
    var endingDetail: String?
    var reachedItsEnd = false

    init(_ plan: AttemptPlan, run: Int64, startedAt: Int64) {
        runId = run
        procedure = plan.procedure
        replicate = plan.replicate
        seed = String(plan.seed)
        control = plan.isControl ? plan.controls.names : nil
        self.plan = plan
        self.startedAt = startedAt
    }

    /// No run makes more.
    private static let mostReplicates = 1_000_000_000

    /// Spells how an attempt ended.
    static func spelled(
        _ ending: AttemptEnding
    ) -> (ending: String, number: Int64?, detail: String?) {
        switch ending {
        case .exited(let code): ("exited", Int64(code), nil)
        case .signalled(let signal, let coreDumped):
            ("signalled", Int64(signal), coreDumped ? "core dumped" : nil)
        case .killedByHarness(let step): ("killed", nil, step)
        case .interrupted: ("interrupted", nil, nil)
        }
    }

    /// How the attempt ended, or nil while it has not.
    var howItEnded: AttemptEnding? {
        get throws {
            guard let ending else { return nil }
            let number = endingNumber.map { Int32(truncatingIfNeeded: $0) }
            switch (ending, number, endingDetail) {
            case ("exited", let code?, nil): return .exited(code: code)
            case ("signalled", let signal?, nil):
                return .signalled(number: signal, coreDumped: false)
            case ("signalled", let signal?, "core dumped"):
                return .signalled(number: signal, coreDumped: true)
            case ("killed", nil, let step?): return .killedByHarness(step: step)
            case ("interrupted", nil, nil): return .interrupted
            default: throw UnreadableValue("attempt.ending", ending)
            }
        }
    }

    /// Returns the attempt with its rule and its facts.
    func record(_ database: Database) throws -> AttemptRecord {
        let id = id ?? 0
        guard (0...Self.mostReplicates).contains(plan.replicate) else {
            throw UnreadableValue("attempt.plan", "replicate \(plan.replicate)")
        }
        return AttemptRecord(
            id: id, runID: runId, plan: plan, rule: try Rule(database, attempt: id),
            startedAt: startedAt, finishedAt: finishedAt, ending: try howItEnded,
            facts: try FactRow.all(database, "attempt_id", id).map { Fact($0.key, $0.value) })
    }
}

/// A fact about how an attempt was made.
struct FactRow: StoredRow {
    static let databaseTableName = "fact"

    var attemptId: Int64
    var position: Int64
    var key: String
    var value: String
}

/// Something that must not be.
struct ViolationRow: StoredRow {
    static let databaseTableName = "violation"

    var attemptId: Int64
    var position: Int64
    var kind: Violation.Kind
    var text: String
    var startNs: Int64?
    var endNs: Int64?

    var violation: Violation { Violation(kind, text, span: span) }

    private var span: TimeSpan? {
        guard let startNs, let endNs else { return nil }
        return TimeSpan(start: UInt64(stored: startNs), end: UInt64(stored: endNs))
    }
}

/// A failure of the judge's own side.
struct FaultRow: StoredRow {
    static let databaseTableName = "fault"

    var attemptId: Int64
    var position: Int64
    var kind: HarnessFault.Kind
    var text: String

    var fault: HarnessFault { HarnessFault(kind, text) }
}

/// A file that was kept.
struct ArtefactRow: StoredRow {
    static let databaseTableName = "artefact"

    var attemptId: Int64
    var position: Int64
    var name: String
    var path: String
}

/// A series: the warm-up or the measured samples of a metric.
struct SeriesRow: StoredRow {
    static let databaseTableName = "series"

    var id: Int64
    var attemptId: Int64
    var metric: String
    var unit: MeasurementUnit
    var warmup: Bool

    /// Returns the series of an attempt by name, warm-up left out.
    static func measured(of attempt: Int64, in database: Database) throws -> [SeriesRow] {
        try all(database, "attempt_id", attempt, order: "metric, unit").filter { !$0.warmup }
    }
}

/// What a stub reported.
struct EventRow: StoredRow {
    static let databaseTableName = "event"

    var attemptId: Int64
    var position: Int64
    var number: Int64
    var tNs: Int64
    var pid: Int64
    var role: String
    var name: String
    var fields: String

    var event: StubEvent {
        StubEvent(
            number: UInt64(stored: number), time: UInt64(stored: tNs),
            pid: Int32(truncatingIfNeeded: pid), role: role, name: name, fields: fields)
    }
}
