import GRDB
import GateKit

/// A kill of a stub at one of its system calls, and what came of it.
struct KillPointRow: StoredRow {
    static let databaseTableName = "kill_point"

    var runId: Int64
    var position: Int
    var subject: SubjectRole
    var phase: KillPhase
    var number: Int
    var side: KillPoint.Side
    var systemCall: String
    var thread: String
    var outcome: KillOutcome
    var durationNs: Int64?
    var leftBehind: [String]
    var deviations: [String]

    init(_ result: KillPointResult, run: Int64, position: Int) {
        runId = run
        self.position = position
        subject = result.point.subject
        phase = result.point.phase
        number = result.point.number
        side = result.point.side
        systemCall = result.systemCall
        thread = result.thread
        outcome = result.outcome
        durationNs = result.nanoseconds.map(\.stored)
        leftBehind = result.left
        deviations = result.deviations
    }

    var result: KillPointResult {
        KillPointResult(
            KillPoint(subject, phase, number, side), systemCall: systemCall, thread: thread,
            outcome: outcome, nanoseconds: durationNs.map { UInt64(stored: $0) },
            left: leftBehind, deviations: deviations)
    }
}
