import WeldContract
import WeldPlatform
import WeldStub

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
