import GRDB
import GateKit

/// A run, as it was begun and ended.
struct RunRow: StoredRow {
    static let databaseTableName = "run"

    var id: Int64?
    var startedAt: Int64
    var finishedAt: Int64?
    var state: RunRecord.State
    var profile: Profile
    var seed: String
    var platform: PlatformID
    var hostClass: String
    var harnessPid: Int64
    var harnessStartTime: String
}

/// A gate that a run was asked for.
struct RunGateRow: StoredRow {
    static let databaseTableName = "run_gate"

    var runId: Int64
    var position: Int
    var gate: GateID
}

/// A fact of a run's provenance.
struct RunFactRow: StoredRow {
    static let databaseTableName = "run_fact"

    var runId: Int64
    var position: Int
    var key: String
    var value: String
}

/// A fault that belongs to no attempt.
struct RunFaultRow: StoredRow {
    static let databaseTableName = "run_fault"

    var runId: Int64
    var position: Int
    var kind: HarnessFault.Kind
    var text: String
}

/// What was fixed about a gate before the first attempt.
struct RunDeclarationRow: StoredRow {
    static let databaseTableName = "run_declaration"

    var runId: Int64
    var position: Int
    var gate: GateID
    var headlineCheck: String
    var pendingReason: String?
    var controlsExpected: Int
    var attemptsPlanned: Int
    var confirmations: Int
    var controlsKnown: Int?

    init(_ declaration: RunDeclaration, run: Int64, position: Int) {
        runId = run
        self.position = position
        gate = declaration.gate
        headlineCheck = declaration.headlineCheck
        pendingReason = declaration.pendingReason
        controlsExpected = declaration.controlsExpected
        attemptsPlanned = declaration.attemptsPlanned
        confirmations = declaration.confirmations
        controlsKnown = declaration.controlsKnown
    }

    var declaration: RunDeclaration {
        RunDeclaration(
            gate: gate, headlineCheck: headlineCheck, pendingReason: pendingReason,
            controlsExpected: controlsExpected, attemptsPlanned: attemptsPlanned,
            confirmations: confirmations, controlsKnown: controlsKnown)
    }
}

/// How small a slowdown a gate was shown to reject.
struct SensitivityRow: StoredRow {
    static let databaseTableName = "sensitivity"

    var runId: Int64
    var gate: GateID
    var control: String
    var checkId: String
    var slowdownNs: Int64
    var rejected: Int
    var tried: Int

    init(_ result: SensitivityResult, run: Int64) {
        runId = run
        gate = result.gate
        control = result.control
        checkId = result.check
        slowdownNs = result.slowdown.stored
        rejected = result.rejected
        tried = result.tried
    }

    var result: SensitivityResult {
        SensitivityResult(
            gate: gate, control: control, check: checkId, slowdown: UInt64(stored: slowdownNs),
            rejected: rejected, tried: tried)
    }
}

extension RunRow {
    /// Inserts a run with everything that was fixed before its first attempt; returns its number.
    static func insert(
        _ run: RunRecord, harness: HarnessProcess, _ database: Database
    ) throws -> Int64 {
        try RunRow(
            startedAt: run.startedAt, state: .running, profile: run.profile,
            seed: String(run.seed), platform: run.platform, hostClass: run.hostClass,
            harnessPid: Int64(harness.pid), harnessStartTime: String(harness.startTime)
        ).insert(database)
        let id = database.lastInsertedRowID
        for (position, gate) in run.gates.enumerated() {
            try RunGateRow(runId: id, position: position, gate: gate).insert(database)
        }
        for (position, declaration) in run.declarations.enumerated() {
            try RunDeclarationRow(declaration, run: id, position: position).insert(database)
        }
        for (position, fact) in run.provenance.enumerated() {
            try RunFactRow(runId: id, position: position, key: fact.key, value: fact.value)
                .insert(database)
        }
        return id
    }

    /// Returns the run with everything that was fixed about it.
    func record(_ database: Database) throws -> RunRecord {
        let id = id ?? 0
        return RunRecord(
            id: id, startedAt: startedAt, finishedAt: finishedAt, state: state, profile: profile,
            seed: try UInt64(spelled: seed, column: "run.seed"), platform: platform,
            hostClass: hostClass, gates: try RunGateRow.all(database, "run_id", id).map(\.gate),
            provenance: try RunFactRow.all(database, "run_id", id).map { Fact($0.key, $0.value) },
            declarations: try RunDeclarationRow.all(database, "run_id", id).map(\.declaration))
    }

    /// The process that wrote the run.
    var harness: HarnessProcess {
        get throws {
            HarnessProcess(
                pid: Int32(truncatingIfNeeded: harnessPid),
                startTime: try UInt64(spelled: harnessStartTime, column: "run.harness_start_time"))
        }
    }
}
