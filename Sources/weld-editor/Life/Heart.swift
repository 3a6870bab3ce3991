import WeldContract

/// When heartbeats are due, and when their answers are missing for too long: every 1 s, 3 s since
/// the last answer (platform.md#heartbeat).
struct Heart: Equatable, Sendable {
    static let intervalNanoseconds: UInt64 = ContractTime.heartbeat
    static let silenceNanoseconds: UInt64 = ContractTime.heartbeatTimeout

    private let beats: Bool
    private let mindsSilence: Bool
    private var nextBeat: UInt64 = .max
    private var lastAnswer: UInt64 = 0

    init(beats: Bool, mindsSilence: Bool = true) {
        self.beats = beats
        self.mindsSilence = mindsSilence
    }

    /// When there is something to do next.
    var wakeUp: UInt64 {
        guard nextBeat < .max, mindsSilence else { return nextBeat }
        return min(nextBeat, lastAnswer + Self.silenceNanoseconds)
    }

    /// Begins with a new runtime, whose greeting counts as an answer.
    mutating func start(_ now: UInt64) {
        guard beats else { return }
        lastAnswer = now
        nextBeat = now + Self.intervalNanoseconds
    }

    /// An answer came.
    mutating func acked(_ now: UInt64) {
        lastAnswer = now
    }

    /// How long there was no answer, if that is too long.
    func silence(_ now: UInt64) -> UInt64? {
        guard nextBeat < .max, mindsSilence, now >= lastAnswer + Self.silenceNanoseconds else {
            return nil
        }
        return now - lastAnswer
    }

    /// Whether a beat is due; the next one is then a whole interval away.
    mutating func beatIfDue(_ now: UInt64) -> Bool {
        guard nextBeat < .max, now >= nextBeat else { return false }
        nextBeat = now + Self.intervalNanoseconds
        return true
    }

    /// Leaves out a time in which nobody could listen.
    mutating func shift(by pause: UInt64) {
        guard nextBeat < .max else { return }
        lastAnswer += pause
    }
}
