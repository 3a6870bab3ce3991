/// Who is the cause of what is undecided, where it is not the subject (credibility.md#controls and
/// credibility.md#capacity).
public enum Cause: String, Codable, CaseIterable, Hashable, Sendable {
    /// The host took too much of the time.
    case host
    /// The host cannot carry the work at all, as the judge's own floor shows.
    case capacity
}

extension CheckReason {
    /// Who is the cause, where it is known not to be the subject.
    public var cause: Cause? {
        switch self {
        case .hostTooNoisy, .hostTook: .host
        case .notCapable: .capacity
        case .leavingOut(_, let reason): reason.cause
        case .noSamples, .noFloor, .tooFewSamples, .boundHolds, .boundViolates, .boundStraddles,
            .tooFewTrials, .trialsViolate, .samplesViolate, .held, .heldInTrials, .recorded:
            nil
        }
    }
}

extension AttemptReason {
    /// Who is the cause, where it is known not to be the subject.
    public var cause: Cause? {
        switch self {
        case .hostTooNoisy, .hostTook, .onNoisyHost: .host
        case .onIncapableHost: .capacity
        case .checkUndecided(_, let reason): reason.cause
        case .everyCheckHolds, .judgeFailed, .checkViolated, .violated, .processExited,
            .processDied, .interrupted, .endNotReached, .milestoneMissed, .recorded:
            nil
        }
    }
}

extension ControlReason {
    /// Who is the cause, where it is known not to be the subject.
    public var cause: Cause? {
        switch self {
        case .attempt(let reason): reason.cause
        case .checkUndecided(_, let reason): reason.cause
        case .checkUndecidedBeside(_, let reason, let other): reason.cause ?? other.cause
        case .noWorseThanTwin, .hostTook: .host
        case .alsoViolated(_, _, let hostTooNoisy): hostTooNoisy ? .host : nil
        case .caught, .neverAnnounced, .unseen, .recorded: nil
        }
    }
}

extension GateReason {
    /// Who is the cause, where it is known not to be the subject.
    public var cause: Cause? {
        switch self {
        case .attempt(let reason): reason.cause
        case .control(_, let reason): reason.cause
        case .pending, .noAttempt, .judgeFailed, .interrupted, .unconfirmed, .unproven,
            .attemptsMissing, .refused, .recorded:
            nil
        }
    }
}

extension GateResult {
    /// Who is the cause of an undecided gate, where it is known not to be the subject; nil for every
    /// other verdict.
    public var cause: Cause? { verdict == .inconclusive ? reason.cause : nil }
}
