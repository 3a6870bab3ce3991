internal import GateHost
internal import GateKit

/// The scheduling class of a measurement: what the attempt starts inherits it, so that a busy
/// neighbour cannot take a picture's time away.
enum RealTime {
    /// Who comes before whom: before everything normal and behind the kernel's own.
    ///
    /// A driver in software draws with as many threads as there are processors. Those who show and
    /// watch what it drew must not wait for it, and need little themselves.
    enum Rank: Int32, CaseIterable {
        /// Both stubs with all of their threads, and the attempt that takes their events.
        case subject = 10
        /// Who captures what is shown.
        case observer = 11
        /// Who shows it.
        case compositor = 12

        /// The class of this rank.
        var schedulingClass: SchedulingClass { .roundRobin(priority: rawValue) }
    }

    /// Whether this machine lets us have it.
    static var isAllowed: Bool {
        let before = SchedulingClass.current
        guard (try? Rank.subject.schedulingClass.apply()) != nil else { return false }
        try? before.apply()
        return true
    }

    /// How the host is tried of what runs in the subjects' class, a real attempt and a control
    /// alike: what is normal cannot hold it up, and excuses nothing (credibility.md#control-1).
    static var noise: InterferenceRule {
        isAllowed ? InterferenceRule(subjectPriority: Rank.subject.rawValue) : .standard
    }

    /// Runs a body whose processes are in the real-time class where the machine allows it.
    ///
    /// - Parameter recorder: Where it is stated which class it was.
    static func run<Result>(
        stating recorder: Recorder? = nil, _ body: () throws -> Result
    ) rethrows -> Result {
        let before = SchedulingClass.current
        do {
            try Rank.subject.schedulingClass.apply()
            let ranks = Rank.allCases.map { "\($0) \($0.rawValue)" }.joined(separator: ", ")
            recorder?.fact("scheduling class", "SCHED_RR: \(ranks)")
        } catch {
            recorder?.fact("scheduling class", "\(before) (\(error))")
        }
        defer { try? before.apply() }
        return try body()
    }

    /// Runs a body whose processes have a rank, within ``run(stating:_:)``; elsewhere they are as
    /// the caller is.
    static func start<Result: ~Copyable, Failure: Error>(
        as rank: Rank, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let before = SchedulingClass.current
        guard before != .normal else { return try body() }
        try? rank.schedulingClass.apply()
        defer { try? before.apply() }
        return try body()
    }
}
