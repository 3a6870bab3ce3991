/// The parts of a stub's life in which it is killed (gates.md#kill-map), in the order of tables.
public enum KillPhase: String, Codable, CaseIterable, Hashable, Sendable {
    /// From the program's first system call to its first event.
    case start
    /// To the accepted ProtocolHello; of an editor from its listening on, and with the start of its
    /// runtime.
    case handshake
    /// From there to both sides being ready.
    case handOver = "hand-over"
    /// Pictures are drawn, or read.
    case publish
    /// Around a heartbeat and its answer.
    case heartbeat
    /// Of an editor: from its runtime's death to the new one's pictures; of a runtime: the whole
    /// life of the second one.
    case restart
    /// From the wish to end to the end.
    case shutdown
    /// Of an editor: its start up to listening, while it removes what dead ones left; of a runtime:
    /// from its editor's death to its own end.
    case sweep
}

/// One system call of a stub at which it is killed.
public struct KillPoint: Codable, Hashable, Sendable, CustomStringConvertible {
    /// Right before the call, so that it is not made, or right after it.
    public enum Side: String, Codable, CaseIterable, Hashable, Sendable {
        case entry
        case exit
    }

    /// Which stub is killed.
    public var subject: SubjectRole
    /// In which part of its life.
    public var phase: KillPhase
    /// At which of the system calls of that part, over all its threads, from 1.
    public var number: Int
    /// Before or after it.
    public var side: Side

    /// Names a point.
    public init(_ subject: SubjectRole, _ phase: KillPhase, _ number: Int, _ side: Side = .entry) {
        self.subject = subject
        self.phase = phase
        self.number = number
        self.side = side
    }

    /// As `--point` spells it, such as `runtime/publish/7/exit`.
    public var description: String {
        "\(subject.rawValue)/\(phase.rawValue)/\(number)/\(side.rawValue)"
    }

    /// Reads what ``description`` spells; the side may be left out.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard [3, 4].contains(parts.count), let subject = SubjectRole(rawValue: parts[0]),
            let phase = KillPhase(rawValue: parts[1]), let number = Int(parts[2]), number > 0,
            let side = parts.count == 3 ? .entry : Side(rawValue: parts[3])
        else { return nil }
        self.init(subject, phase, number, side)
    }
}

/// What came of a kill.
public enum KillOutcome: String, Codable, CaseIterable, Hashable, Sendable {
    /// The editor replaced its runtime, and the viewport moved again.
    case recovered
    /// The other side ended as documented.
    case ended
    /// Something took longer than documented, each time; a host can do that.
    case late
    /// Something is not as documented, and no host can cause it, or it never came, each time.
    case deviated
    /// The life was over before the point came, for what a stub does differs by a few calls.
    case missed
}

/// One kill, and what came of it.
public struct KillPointResult: Codable, Hashable, Sendable {
    /// Where.
    public var point: KillPoint
    /// The system call's name; empty where the point was missed.
    public var systemCall: String
    /// The name of the thread that made it.
    public var thread: String
    /// What came of it.
    public var outcome: KillOutcome
    /// From the kill to the first picture of the next runtime, or to the other side's end, in
    /// nanoseconds; nil where neither came, or both were dead.
    public var nanoseconds: UInt64?
    /// What was left behind: files, shared memory, processes.
    public var left: [String]
    /// Everything that is not as documented, in sentences.
    public var deviations: [String]

    /// Describes a kill.
    public init(
        _ point: KillPoint, systemCall: String = "", thread: String = "", outcome: KillOutcome,
        nanoseconds: UInt64? = nil, left: [String] = [], deviations: [String] = []
    ) {
        self.point = point
        self.systemCall = systemCall
        self.thread = thread
        self.outcome = outcome
        self.nanoseconds = nanoseconds
        self.left = left
        self.deviations = deviations
    }
}

/// The kills of one run.
public struct KillMap: Codable, Hashable, Sendable {
    /// The run that they belong to.
    public var run: Int64
    /// The kills, in the order in which they were made.
    public var results: [KillPointResult]

    /// Collects kills.
    public init(run: Int64, results: [KillPointResult]) {
        self.run = run
        self.results = results
    }

    /// What the command ends with: a deviation is a NO-GO, what was only late is undecided.
    public var exitCode: RunExitCode {
        let outcomes = Set(results.map(\.outcome))
        if outcomes.contains(.deviated) { return .noGo }
        // A map without a single kill shows nothing.
        return outcomes.contains(.late) || outcomes.subtracting([.missed]).isEmpty
            ? .inconclusive : .go
    }
}
