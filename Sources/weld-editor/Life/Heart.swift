import WeldContract
import WeldPlatform
import WeldStub

/// When heartbeats are due, and when their answers are missing for too long: every 1 s, 3 s since
/// the last answer (platform.md#heartbeat).
struct Heart: Equatable, Sendable {
    static let intervalNanoseconds: UInt64 = ContractTime.heartbeat
    static let silenceNanoseconds: UInt64 = ContractTime.heartbeatTimeout

    private let beats: Bool
    private let mindsSilence: Bool
    private let interval: UInt64
    private let patience: UInt64
    private var nextBeat: UInt64 = .max
    private var lastAnswer: UInt64 = 0

    init(
        beats: Bool, mindsSilence: Bool = true, interval: UInt64 = Heart.intervalNanoseconds,
        patience: UInt64 = Heart.silenceNanoseconds
    ) {
        self.beats = beats
        self.mindsSilence = mindsSilence
        self.interval = interval
        self.patience = patience
    }

    /// When there is something to do next.
    var wakeUp: UInt64 {
        guard nextBeat < .max, mindsSilence else { return nextBeat }
        return min(nextBeat, lastAnswer + patience)
    }

    /// Begins with a new runtime, whose greeting counts as an answer.
    mutating func start(_ now: UInt64) {
        guard beats else { return }
        lastAnswer = now
        nextBeat = now + interval
    }

    /// An answer came.
    mutating func acked(_ now: UInt64) {
        lastAnswer = now
    }

    /// How long there was no answer, if that is too long.
    func silence(_ now: UInt64) -> UInt64? {
        guard nextBeat < .max, mindsSilence, now >= lastAnswer + patience else {
            return nil
        }
        return now - lastAnswer
    }

    /// Whether a beat is due; the next one is then a whole interval away.
    mutating func beatIfDue(_ now: UInt64) -> Bool {
        guard nextBeat < .max, now >= nextBeat else { return false }
        nextBeat = now + interval
        return true
    }

    /// Leaves out a time in which nobody could listen.
    mutating func shift(by pause: UInt64) {
        guard nextBeat < .max else { return }
        lastAnswer += pause
    }
}

/// The planned end: Shutdown, after 2 s SIGTERM, after 1 s more SIGKILL; part of ``EditorLife``.
///
/// It is clean only when the runtime answered and its process exited with 0.
struct Stopping: Equatable, Sendable {
    /// What was tried so far.
    enum Stage: Equatable, Sendable {
        /// Shutdown was sent.
        case asked
        /// SIGTERM was sent.
        case terminated
        /// SIGKILL was sent.
        case killed
    }

    static let askedNanoseconds: UInt64 = ContractTime.shutdown
    static let forcedNanoseconds: UInt64 = ContractTime.termination

    private(set) var stage: Stage = .asked
    /// When the next stage is due.
    var deadline: UInt64
    private let hasChild: Bool
    private var isAcked = false
    private var isStreamOver = false
    private var status: ProcessStatus?
    private var isGivenUp = false

    init(hasChild: Bool, now: UInt64) {
        self.hasChild = hasChild
        deadline = now + Self.askedNanoseconds
    }

    /// Takes what happened and returns what to do; look at `verdict` after it.
    mutating func handle(_ input: EditorLife.Input, now: UInt64) -> [EditorLife.Action] {
        switch input {
        case .shutdownAcked: isAcked = true
        case .lost: isStreamOver = true
        case .childEnded(let ended): status = ended
        case .tick where now >= deadline: return escalate(now)
        default: break
        }
        return []
    }

    /// Goes on to the next stage.
    mutating func escalate(_ now: UInt64) -> [EditorLife.Action] {
        deadline = now + Self.forcedNanoseconds
        switch stage {
        case .asked where hasChild:
            stage = .terminated
            return [.terminate]
        case .terminated:
            stage = .killed
            return [.kill]
        default:
            isGivenUp = true
            return []
        }
    }

    /// The code to end with, when nothing more is to come.
    var verdict: ExitCode? {
        switch stage {
        case .asked where hasChild:
            guard let status, isAcked || isStreamOver else { return nil }
            return isAcked && status == .exited(code: ExitCode.clean.rawValue)
                ? .clean : .peerDiedTwice
        case .asked:
            if isAcked { return .clean }
            return isStreamOver || isGivenUp ? .peerDiedTwice : nil
        case .terminated: return status == nil ? nil : .neededTerminate
        case .killed: return status == nil && !isGivenUp ? nil : .neededKill
        }
    }
}
