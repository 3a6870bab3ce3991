public import GateWire

/// What is done to a stub, step by step, and what it must make of it.
public struct FuzzScript: Equatable, Sendable {
    /// Who is under test; the script plays the other side.
    public var subject: Role
    /// What is done, in order.
    public var steps: [FuzzStep]

    /// Makes a script.
    public init(subject: Role, steps: [FuzzStep]) {
        self.subject = subject
        self.steps = steps
    }

    /// The frames and raw bytes that are written.
    public var writes: Int {
        steps.count {
            switch $0 {
            case .frame, .bytes: true
            default: false
            }
        }
    }

    /// The script with every expectation as the oracle has it.
    ///
    /// Each connection ends with its expectation: `expect` is put there or replaced.
    public func predicted() -> FuzzScript {
        var oracle = WireOracle(receiver: subject, takesHandover: subject == .runtime)
        var result = FuzzScript(subject: subject, steps: [])
        var wasReset = false
        for step in steps {
            switch step {
            case .connect:
                oracle = WireOracle(receiver: subject, takesHandover: subject == .runtime)
                wasReset = false
            case .greet: oracle.greeted()
            case .frame(let frame): oracle.take(frame.bytes, frame.writing)
            case .bytes(let bytes, let writing): oracle.take(bytes, writing)
            case .halfClose: oracle.endOfStream()
            case .reset: wasReset = wasReset || oracle.verdict == .goesOn
            case .pause, .stopReading, .resume: break
            case .expect:
                // Whoever asks whether it is still served ends the stream; half a frame is cut.
                if oracle.isInsideFrame { oracle.endOfStream() }
                result.steps.append(.expect(wasReset ? .gone : Expectation(oracle.verdict)))
                continue
            }
            result.steps.append(step)
        }
        return result
    }
}

/// One step of a script.
public enum FuzzStep: Equatable, Sendable {
    /// A new connection stands.
    case connect
    /// The handshake, and in a runtime's place the first round of replies.
    case greet
    /// Writes a frame.
    case frame(FuzzFrame)
    /// Writes bytes as they are.
    case bytes([UInt8], FuzzFrame.Writing)
    /// Does nothing for so many microseconds.
    case pause(UInt32)
    /// Reads nothing from now on.
    case stopReading
    /// Reads again.
    case resume
    /// Ends the stream in our direction.
    case halfClose
    /// Closes with the stub's frames unread.
    case reset
    /// What must have come of the connection; the next step is a new one.
    case expect(Expectation)
}

/// What must come of a connection.
public enum Expectation: Equatable, Sendable {
    /// The stub reports this error and closes.
    case error(WireError)
    /// Everything was accepted: the connection answers still.
    case served
    /// A foreign Hello was answered in its own version, with accepted = 0.
    case refused
    /// The stub saw a clean end.
    case ended
    /// The stub saw a reset, or an end wherever the reset met it.
    case gone
    /// The stub's process ends as documented.
    case exits

    /// Translates the oracle's verdict.
    init(_ verdict: WireOracle.Verdict) {
        self =
            switch verdict {
            case .goesOn: .served
            case .error(let error): .error(error)
            case .refused: .refused
            case .cleanEnd: .ended
            case .ends: .exits
            }
    }

    /// The word in a script.
    public var word: String {
        switch self {
        case .error(let error): error.rawValue
        case .served: "served"
        case .refused: "refused"
        case .ended: "ended"
        case .gone: "gone"
        case .exits: "exits"
        }
    }

    /// Reads the word of a script.
    public init?(word: String) {
        let plain: [Expectation] = [.served, .refused, .ended, .gone, .exits]
        if let known = plain.first(where: { $0.word == word }) {
            self = known
        } else if let error = WireError(rawValue: word) {
            self = .error(error)
        } else {
            return nil
        }
    }
}

extension WireOracle {
    /// Takes bytes in the pieces that they are written in.
    public mutating func take(_ bytes: [UInt8], _ writing: FuzzFrame.Writing) {
        let first = writing.chunks.first.map { min(max(1, $0), bytes.count) } ?? bytes.count
        receive(Array(bytes.prefix(first)), handles: writing.handles)
        receive(Array(bytes.dropFirst(first)))
    }
}
