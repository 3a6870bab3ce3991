import GateHost
import GateKit

/// The steps by which an attempt that must be ended is ended: TERM, a grace, KILL until it is over.
///
/// Pure: it says which step is due, and the watch executes (gates.md#rule-7).
struct TerminationSequence: Sendable {
    /// Why an attempt is ended.
    enum Reason: Hashable, Sendable {
        case deadline
        /// It can report no more, and lives on.
        case lingering(outputClosed: Bool)
        case tooMuchOutput(Int)
        case interrupted
        case storeFailed

        /// Whether it matters how the processes looked.
        var needsEvidence: Bool {
            switch self {
            case .deadline, .lingering, .tooMuchOutput: true
            case .interrupted, .storeFailed: false
            }
        }

        /// The reason in words.
        var sentence: String {
            switch self {
            case .deadline: "the attempt did not end before its deadline"
            case .lingering(outputClosed: true): "the attempt closed its output and lived on"
            case .lingering(outputClosed: false): "the attempt said it was done and lived on"
            case .tooMuchOutput(let limit): "the attempt reported more than \(limit) bytes"
            case .interrupted: "the run was interrupted"
            case .storeFailed: "what the attempt reported could not be stored"
            }
        }
    }

    /// A signal to send.
    enum Step: String, Hashable, Sendable {
        case term = "TERM"
        case kill = "KILL"
    }

    /// Why it was begun; nil while the attempt may run.
    private(set) var reason: Reason?
    /// When the next step is due, in nanoseconds of the monotonic clock.
    private(set) var nextStep: UInt64?
    private var last: Step?

    /// Whether the attempt is being ended.
    var hasBegun: Bool { reason != nil }

    /// Begins to end the attempt.
    mutating func begin(_ reason: Reason) {
        guard self.reason == nil else { return }
        self.reason = reason
        nextStep = 0
    }

    /// Returns the step that is due, if one is.
    mutating func step(at now: UInt64, termGrace: Duration) -> Step? {
        guard let due = nextStep, now >= due else { return nil }
        switch last {
        case nil:
            last = .term
            nextStep = now + UInt64(max(0, termGrace.wholeNanoseconds))
        case .term, .kill:
            last = .kill
            // Repeated: the group may have grown between two looks.
            nextStep = now + 200_000_000
        }
        return last
    }

    /// Returns how the attempt ended, given what its process says.
    func ending(_ status: ProcessStatus) -> AttemptEnding {
        if let last, let reason {
            return reason == .interrupted || reason == .storeFailed
                ? .interrupted : .killedByHarness(step: last.rawValue)
        }
        switch status {
        // A child that cannot be asked any more was reaped by somebody else.
        case .running: return .exited(code: -1)
        case .exited(let code): return .exited(code: code)
        case .signalled(let number, let dumped):
            return .signalled(number: number, coreDumped: dumped)
        }
    }
}
