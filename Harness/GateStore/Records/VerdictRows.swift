import GRDB
import GateKit

// Reasons are stored twice: in words, which public views show, and as data. The words count: data
// that says something else, or that an older version did not store, is left aside.

/// What an attempt came out as for a gate.
struct JudgementRow: StoredRow {
    static let databaseTableName = "judgement"

    var attemptId: Int64
    var gate: GateID
    var verdict: Verdict
    var contractVerdict: Verdict
    var reason: String
    var reasonJson: AttemptReason?
    /// How much the host took of how much time, by a rule that counts it.
    var hostTakenNs: Double?
    var hostWatchedNs: Double?

    init(_ judgement: AttemptJudgement, attempt: Int64) {
        attemptId = attempt
        gate = judgement.gate
        verdict = judgement.verdict
        contractVerdict = judgement.contractVerdict
        reason = judgement.reason.sentence
        reasonJson = judgement.reason
        hostTakenNs = judgement.hostLoss?.taken
        hostWatchedNs = judgement.hostLoss?.watched
    }

    /// How much the host took, where the rule counts it.
    var hostLoss: HostLoss? {
        guard let hostTakenNs, let hostWatchedNs else { return nil }
        return HostLoss(taken: hostTakenNs, watched: hostWatchedNs)
    }

    var why: AttemptReason { AttemptReason.stored(reasonJson, words: reason) }
}

/// What a check came out as.
struct CheckResultRow: StoredRow {
    static let databaseTableName = "check_result"

    var attemptId: Int64
    var checkId: String
    var value: Double?
    var bound: Double?
    var sampleCount: Int
    var verdict: Verdict
    var reason: String
    var excludedCount: Int
    var reasonJson: CheckReason?

    init(_ result: CheckResult, attempt: Int64) {
        attemptId = attempt
        checkId = result.check.id
        value = result.value
        bound = result.bound
        sampleCount = result.sampleCount
        verdict = result.verdict
        reason = result.reason.sentence
        excludedCount = result.excludedCount
        reasonJson = result.reason
    }

    func result(of check: Check) -> CheckResult {
        CheckResult(
            check: check, value: value, bound: bound, sampleCount: sampleCount,
            excludedCount: excludedCount, verdict: verdict,
            reason: CheckReason.stored(reasonJson, words: reason))
    }
}

/// How often a milestone was reached.
struct MilestoneResultRow: StoredRow {
    static let databaseTableName = "milestone_result"

    var attemptId: Int64
    var milestoneId: String
    var reached: Int
}

/// What a control came out as.
struct ControlResultRow: StoredRow {
    static let databaseTableName = "control_result"

    var runId: Int64
    var position: Int
    var gate: GateID
    var control: String
    var subject: SubjectRole
    var sabotage: String
    var expectedCheck: String
    var alsoViolated: [String]
    var expectedReason: String
    var observedReason: String
    var verdict: Verdict
    var observedJson: ControlReason?

    init(_ result: ControlResult, run: Int64, position: Int) {
        runId = run
        self.position = position
        gate = result.control.gate
        control = result.control.name
        subject = result.control.subject
        sabotage = result.control.sabotage
        expectedCheck = result.control.expectedCheck
        alsoViolated = result.control.alsoViolated
        expectedReason = result.control.expectedCheck
        observedReason = result.observed.sentence
        verdict = result.verdict
        observedJson = result.observed
    }

    var result: ControlResult {
        get throws {
            guard expectedReason == expectedCheck else {
                throw UnreadableValue("control_result.expected_reason", expectedReason)
            }
            var told = Control(
                sabotage, subject: subject, gate: gate, violates: expectedCheck,
                also: alsoViolated)
            told.name = control
            return ControlResult(
                control: told, observed: ControlReason.stored(observedJson, words: observedReason),
                verdict: verdict)
        }
    }
}

/// What a gate came out as in a run.
struct GateResultRow: StoredRow {
    static let databaseTableName = "gate_result"

    var runId: Int64
    var gate: GateID
    var verdict: Verdict
    var contractVerdict: Verdict
    var provisional: Bool
    var reason: String
    var headlineValue: Double?
    var headlineUnit: MeasurementUnit?
    var margin: Double?
    var controlsCaught: Int
    var controlsTried: Int
    var controlsKnown: Int?
    var ambitionsHeld: Int
    var ambitionsAsked: Int
    var reasonJson: GateReason?
    var shortfallJson: [Shortfall]?

    init(_ result: GateResult, run: Int64) {
        runId = run
        gate = result.gate
        verdict = result.verdict
        contractVerdict = result.contractVerdict
        provisional = result.provisional
        reason = result.sentence
        headlineValue = result.headlineValue
        headlineUnit = result.headlineUnit
        margin = result.margin
        controlsCaught = result.controlsCaught
        controlsTried = result.controlsTried
        controlsKnown = result.controlsKnown
        ambitionsHeld = result.ambitionsHeld
        ambitionsAsked = result.ambitionsAsked
        reasonJson = result.reason
        shortfallJson = result.shortfall
    }

    /// Returns the result; the shortfall of an older store is what its rules and samples say.
    func result(_ database: Database) throws -> GateResult {
        let shortfall =
            try shortfallJson ?? (provisional ? database.shortfall(run: runId, gate) : [])
        var result = GateResult(
            gate: gate, verdict: verdict, contractVerdict: contractVerdict,
            provisional: provisional, reason: reasonJson ?? .recorded(text: reason),
            shortfall: shortfall, headlineValue: headlineValue, headlineUnit: headlineUnit,
            margin: margin, controlsCaught: controlsCaught, controlsTried: controlsTried,
            controlsKnown: controlsKnown,
            ambitionsHeld: ambitionsHeld, ambitionsAsked: ambitionsAsked)
        result.provisional = provisional
        if result.sentence != reason { result.reason = .recorded(text: reason) }
        return result
    }
}

extension Reason {
    /// Returns the data where it says the same as the words, and else the words.
    fileprivate static func stored(_ data: Self?, words: String) -> Self {
        data.flatMap { $0.sentence == words ? $0 : nil } ?? .recorded(text: words)
    }
}
