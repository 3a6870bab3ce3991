/// The exit codes of `weld-gates`; a documented enumeration of its own (gates.md#exit-codes).
public enum RunExitCode: Int32, CaseIterable, Sendable {
    /// Every selected gate is GO, provisional or not.
    case go = 0
    /// Nothing was selected, or every gate is SKIP.
    case nothingToJudge = 4
    /// A gate is INCONCLUSIVE or PENDING.
    case inconclusive = 10
    /// The command line makes no sense.
    case usage = 64
    /// The harness has a bug.
    case harnessBug = 70
    /// Something that the machine has to offer is missing.
    case preconditionMissing = 79
    /// A gate is NO-GO.
    case noGo = 100
    /// A gate is BLIND: a control was not caught.
    case blind = 101
    /// The report was asked for a run that is not in the store.
    case runNotFound = 106
    /// The store cannot be read or written, or the report or the answer cannot be written.
    case cannotWrite = 110

    /// The order in which the worst one wins.
    private static let worstFirst: [RunExitCode] = [
        .harnessBug, .cannotWrite, .noGo, .blind, .preconditionMissing, .inconclusive,
    ]

    /// Returns the status of a run by its gates' verdicts and the faults of its attempts.
    ///
    /// A gate that is ERROR takes the kind of the run's faults: a precondition unless one of them
    /// is the harness's own, and a limit that was reached explains those.
    public static func of(_ results: [GateResult], faults: [HarnessFault.Kind]) -> RunExitCode {
        let judged = results.filter { $0.verdict != .skip }
        guard !judged.isEmpty else { return .nothingToJudge }
        let all = judged.map { result -> RunExitCode in
            switch result.verdict {
            case .go, .skip: .go
            case .inconclusive, .pending: .inconclusive
            case .blind: .blind
            case .noGo: .noGo
            case .error: ofError(faults: faults)
            }
        }
        return worstFirst.first { all.contains($0) } ?? .go
    }

    /// Returns the status of what is ERROR, by the faults of its attempts.
    public static func ofError(faults: [HarnessFault.Kind]) -> RunExitCode {
        faults.contains(.limit) || !(faults.isEmpty || faults.contains(.harness))
            ? .preconditionMissing : .harnessBug
    }
}
