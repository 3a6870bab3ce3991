internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

/// What came of one connection of a script.
struct ConnectionOutcome {
    /// How it ended, seen from the stub's process.
    enum Ending: Equatable {
        /// The stub closed it and reported what passed.
        case closed
        /// The stub did not answer in time; it is of no use any more.
        case hung
        /// The stub's process ended.
        case died(ProcessStatus)
    }

    /// What should have come of it.
    var expectation: Expectation
    /// How it ended.
    var ending = Ending.closed
    /// What came of it, as a script would say it.
    var observed = ""
    /// Frames that one side sent and the other did not get, or the other way round.
    var unaccounted: UInt64 = 0
    /// Replies that were wrong.
    var wrongReplies = 0
    /// Frames of the stub's that are otherwise than the page says.
    var malformed: UInt64 = 0
    /// Texts that came out otherwise than the page says, in either direction.
    var wrongTexts: UInt64 = 0
    /// What of the stub's frames was wrong, the first of each kind, in words.
    var details: [String] = []
    /// The longest time that the stub let us wait, in nanoseconds.
    var longestWait: UInt64 = 0
    /// The wait at whose end the stub was given up.
    var wait = TimeSpan(start: 0, end: 0)
    /// Valid frames that were sent.
    var sent = FrameCounts()
    /// Frames that the stub sent.
    var received = FrameCounts()

    /// Whether it came out as it should in every way.
    var isRight: Bool {
        if expectation == .exits, case .died(.exited) = ending { return true }
        return ending == .closed && observed == expectation.word && unaccounted == 0
            && wrongReplies == 0 && malformed == 0 && wrongTexts == 0
    }
}
