/// Whose system calls fail.
public enum FaultSubject: String, Codable, CaseIterable, Hashable, Sendable {
    case editor
    case runtime
    /// The judge: the process of a run.
    case harness
    /// The judge: the process of an attempt.
    case attempt

    /// The stub; nil for the judge.
    public var role: SubjectRole? { SubjectRole(rawValue: rawValue) }

    /// The stub.
    public init(_ role: SubjectRole) { self = role == .editor ? .editor : .runtime }
}

/// One system call that is made to fail (gates.md#fault-map).
public struct FaultPoint: Codable, Hashable, Sendable, CustomStringConvertible {
    /// Which of the calls of its name in that part of the life.
    public enum Turn: String, Codable, CaseIterable, Hashable, Sendable {
        case first
        case third
        case last
    }

    /// Whose it is.
    public var subject: FaultSubject
    /// In which part of a stub's life; nil for the judge.
    public var phase: KillPhase?
    /// The call, as the table of errors names it.
    public var call: String
    /// The error's name, such as `EINTR`.
    public var error: String
    /// Which of these calls.
    public var turn: Turn

    /// Names a point.
    public init(
        _ subject: FaultSubject, _ phase: KillPhase?, _ call: String, _ error: String,
        _ turn: Turn = .first
    ) {
        self.subject = subject
        self.phase = phase
        self.call = call
        self.error = error
        self.turn = turn
    }

    /// As `--point` spells it, such as `editor/handshake/accept4/EMFILE/first`; a judge's has `run`
    /// for its part.
    public var description: String {
        let part = phase?.rawValue ?? Self.wholeRun
        return "\(subject.rawValue)/\(part)/\(call)/\(error)/\(turn.rawValue)"
    }

    private static let wholeRun = "run"

    /// Reads what ``description`` spells; the turn may be left out.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard [4, 5].contains(parts.count), let subject = FaultSubject(rawValue: parts[0]),
            !parts[2].isEmpty, !parts[3].isEmpty,
            let turn = parts.count == 4 ? .first : Turn(rawValue: parts[4])
        else { return nil }
        let phase = KillPhase(rawValue: parts[1])
        guard subject.role == nil ? parts[1] == Self.wholeRun : phase != nil else { return nil }
        self.init(subject, phase, parts[2], parts[3], turn)
    }
}

/// What came of a call that failed.
public enum FaultOutcome: String, Codable, CaseIterable, Hashable, Sendable {
    /// The life went on as if nothing had been.
    case wentOn = "went on"
    /// The editor replaced its runtime, and the life went on.
    case replaced
    /// A stub ended with a documented code and a sentence, and the other as documented.
    case ended
    /// A crash, a hang, something left, another end or a silent one.
    case deviated
    /// The life had no such call this time.
    case missed
}

/// One call that failed, and what came of it.
public struct FaultPointResult: Codable, Hashable, Sendable {
    /// Which call.
    public var point: FaultPoint
    /// What came of it.
    public var outcome: FaultOutcome
    /// How programs ended that did not end in order, such as `editor 11`.
    public var ends: [String]
    /// Everything that is not as documented, in sentences.
    public var deviations: [String]

    /// Describes what came of a point.
    public init(
        _ point: FaultPoint, _ outcome: FaultOutcome, ends: [String] = [],
        deviations: [String] = []
    ) {
        self.point = point
        self.outcome = outcome
        self.ends = ends
        self.deviations = deviations
    }
}
