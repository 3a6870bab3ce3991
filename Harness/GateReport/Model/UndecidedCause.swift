public import GateKit

/// What left a gate undecided that is not the subject's (credibility.md#host-time).
public enum UndecidedCause: String, Codable, CaseIterable, Comparable, Hashable, Sendable {
    /// The host took time away while samples were taken.
    case host
    /// The host cannot carry the judge's own floor either.
    case capacity

    /// Orders causes by their names in the declaration.
    public static func < (left: UndecidedCause, right: UndecidedCause) -> Bool {
        left == .host && right == .capacity
    }
}

extension GateResult {
    /// What left the gate undecided; nil where it is decided, or undecided for a reason of its own.
    public var cause: UndecidedCause? {
        guard verdict == .inconclusive else { return nil }
        return switch reason {
        case .attempt(let reason): reason.cause
        case .control(_, let reason): reason.cause
        default: nil
        }
    }
}

extension CheckReason {
    fileprivate var cause: UndecidedCause? {
        switch self {
        case .hostTooNoisy, .leavingOut: .host
        default: nil
        }
    }
}

extension AttemptReason {
    fileprivate var cause: UndecidedCause? {
        switch self {
        case .hostTooNoisy: .host
        case .checkUndecided(_, let reason): reason.cause
        default: nil
        }
    }
}

extension ControlReason {
    fileprivate var cause: UndecidedCause? {
        switch self {
        case .attempt(let reason): reason.cause
        case .checkUndecided(_, let reason), .checkUndecidedBeside(_, let reason, _): reason.cause
        case .alsoViolated(_, _, let hostTooNoisy): hostTooNoisy ? .host : nil
        default: nil
        }
    }
}
