internal import GateKit
public import GateWire

/// What a connection is to end with.
public enum FuzzTarget: Hashable, Sendable {
    /// The stub reports this error.
    case error(WireError)
    /// Everything is legal, however odd: the stub goes on serving.
    case served
    /// A Hello of a foreign version is refused; only an editor refuses.
    case refused
    /// The stream ends clean.
    case ended
    /// The connection is closed with the stub's frames unread.
    case reset

    /// Everything that one side can be brought to.
    public static func all(subject: Role) -> [FuzzTarget] {
        WireError.allCases.map { .error($0) } + [.served, .ended, .reset]
            + (subject == .editor ? [.refused] : [])
    }

    /// The expectation that the oracle must come to.
    public var expectation: Expectation {
        switch self {
        case .error(let error): .error(error)
        case .served: .served
        case .refused: .refused
        case .ended: .ended
        case .reset: .gone
        }
    }
}

/// Makes scripts of one connection each: valid traffic, then at most one thing wrong.
///
/// What comes of each is not decided here but by the oracle; a plan whose prediction is not its
/// target would be a bug of the planner, and a test looks for one.
public struct ConnectionPlanner: Sendable {
    /// Who is under test.
    public let subject: Role
    private let grammar: MessageGrammar
    private var random: SeededGenerator
    private var sequence: UInt32 = 0

    /// Makes a planner; the same seed makes the same scripts.
    public init(subject: Role, seed: UInt64) {
        self.subject = subject
        grammar = MessageGrammar(sender: subject.peer)
        random = SeededGenerator(seed: seed)
    }

    /// Returns the script of a connection with its expectation.
    public mutating func script(for target: FuzzTarget) -> FuzzScript {
        var steps: [FuzzStep] = [.connect]
        // A runtime's Hello is frame 1; an editor's answer has the Hello's number.
        sequence = subject == .editor ? 1 : 0
        let isEarly = target == .refused || (isPossibleEarly(target) && random.once(in: 8))
        if !isEarly {
            steps.append(.greet)
            steps += validTraffic()
        }
        steps += ending(target, isEarly: isEarly)
        steps.append(.expect(target.expectation))
        return FuzzScript(subject: subject, steps: steps).predicted()
    }

    // MARK: - What is valid

    private mutating func validTraffic() -> [FuzzStep] {
        var steps: [FuzzStep] = []
        let isSlow = random.once(in: 32)
        for _ in 0..<random.number(0...(isSlow ? 2 : 12)) {
            let frame = MessageGrammar.frame(
                of: random.pick(grammar.free), sequence: nextSequence(), &random)
            steps.append(.frame(written(frame, isSlow: isSlow)))
        }
        if random.once(in: 16) { steps.append(.pause(UInt32(random.number(1...500)))) }
        if random.once(in: 64) {
            let place = random.number(0...steps.count)
            steps.insert(.stopReading, at: place)
            steps += [.pause(UInt32(random.number(1...2000))), .resume]
        }
        return steps
    }

    private mutating func nextSequence() -> UInt32 {
        sequence += 1
        return sequence
    }

    /// Spreads a frame over writes, from a byte each to many frames in one.
    private mutating func written(_ frame: FuzzFrame, isSlow: Bool = false) -> FuzzFrame {
        var frame = frame
        let count = frame.bytes.count
        if isSlow {
            frame.writing.chunks = Array(repeating: 1, count: max(0, count - 1))
            frame.writing.pause = UInt32(random.number(0...20))
        } else if random.once(in: 3), count > 1 {
            var rest = count
            while rest > 1, frame.writing.chunks.count < 4 {
                let size = random.number(1...(rest - 1))
                frame.writing.chunks.append(size)
                rest -= size
            }
        }
        frame.writing.isJoined = frame.writing.handles == 0 && !random.once(in: 3)
        return frame
    }

    // MARK: - What is not

    private func isPossibleEarly(_ target: FuzzTarget) -> Bool {
        switch target {
        case .error(let error): error != .protocolVersionMismatch
        case .refused: true
        case .served, .ended, .reset: false
        }
    }

    private mutating func ending(_ target: FuzzTarget, isEarly: Bool) -> [FuzzStep] {
        switch target {
        case .served: return oddities()
        case .ended: return [.halfClose]
        case .reset: return [.reset]
        case .refused: return [.frame(foreignHello())]
        case .error(let error):
            var frame = fault(error, isEarly: isEarly)
            if frame.kept != nil { return [.frame(frame), .halfClose] }
            guard random.once(in: 2) else { return [.frame(frame)] }
            // What follows an error is never looked at.
            frame.writing.isJoined = frame.writing.handles == 0
            return [.frame(frame), .bytes(trailing(), FuzzFrame.Writing())]
        }
    }

    private mutating func trailing() -> [UInt8] {
        if random.once(in: 2) {
            return MessageGrammar.frame(
                of: random.pick(grammar.free), sequence: nextSequence(), &random
            ).bytes
        }
        return (0..<random.number(1...64)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    /// Legal and strange: any number in what is no reply, any padding.
    private mutating func oddities() -> [FuzzStep] {
        (0..<random.number(1...4)).map { _ in
            let frame = MessageGrammar.frame(
                of: random.pick(grammar.free), sequence: nextSequence(), &random)
            let oddity: Mutation =
                random.once(in: 3)
                ? .dirtyPadding : .sequence(random.pick([0, 1, sequence, .max, .max - 1]))
            return .frame(written(oddity.applied(to: frame)))
        }
    }

    /// The frame that the handshake awaits, right in every way.
    private mutating func first() -> FuzzFrame {
        if subject == .editor {
            var hello = FuzzFrame(type: .protocolHello, sequence: 1, body: [])
            hello.body = MessageGrammar.body(of: hello.type.descriptor, &random)
            // The version is ours, and no hand-over is asked for.
            hello.body.replaceSubrange(0..<2, with: [1, 0])
            hello.body.replaceSubrange(52..<56, with: [0, 0, 0, 0])
            return hello
        }
        var answer = FuzzFrame(type: .protocolHelloAck, sequence: 1, body: [])
        answer.body = MessageGrammar.body(of: answer.type.descriptor, &random)
        answer.body[0] = 1
        return answer
    }

    private mutating func foreignHello() -> FuzzFrame {
        var hello = first()
        let version = random.pick([0, 2, 3, 0x0100, 0x7FFF, .max] as [UInt16])
        if random.once(in: 2) { hello.version = version }
        if hello.version == nil || random.once(in: 2) {
            hello.body[0] = UInt8(truncatingIfNeeded: version)
            hello.body[1] = UInt8(truncatingIfNeeded: version >> 8)
        }
        return hello
    }

    private mutating func fault(_ error: WireError, isEarly: Bool) -> FuzzFrame {
        let base =
            isEarly
            ? first()
            : MessageGrammar.frame(
                of: random.pick(grammar.free), sequence: nextSequence(), &random)
        let descriptor = base.type.descriptor
        switch error {
        case .unexpectedMessage:
            return unexpected(isEarly: isEarly)
        case .unexpectedHandles:
            if subject == .runtime, !isEarly, random.once(in: 3) { return wrongHandover() }
            return Mutation.handles(random.number(1...8)).applied(to: base)
        case .truncatedHeader:
            return Mutation.cut(random.number(1...15)).applied(to: base)
        case .truncatedPayload:
            return Mutation.cut(random.number(16...(descriptor.frameLength - 1))).applied(to: base)
        default:
            // Too few to be worth an index: each is tried until the oracle's error is this one.
            let faults = Mutation.faults(of: descriptor)
            while true {
                let frame = random.pick(faults).applied(to: base)
                if verdict(of: frame, isEarly: isEarly) == .error(error), frame.kept == nil {
                    return frame
                }
            }
        }
    }

    private func verdict(of frame: FuzzFrame, isEarly: Bool) -> WireOracle.Verdict {
        var oracle = WireOracle(receiver: subject, takesHandover: subject == .runtime)
        if !isEarly { oracle.greeted() }
        oracle.receive(frame.bytes, handles: frame.writing.handles)
        return oracle.verdict
    }

    /// A hand-over without descriptors, or with another number than it has regions.
    private mutating func wrongHandover() -> FuzzFrame {
        var frame = MessageGrammar.frame(
            of: MessageType.shmRegionsHandoff.descriptor, sequence: nextSequence(), &random)
        let count = random.number(1...8)
        frame.body.replaceSubrange(0..<4, with: [UInt8(count), 0, 0, 0])
        let handles = random.pick((0...8).filter { $0 != count })
        return handles == 0 ? frame : Mutation.handles(handles).applied(to: frame)
    }

    /// A message of the other direction, at the wrong time, or a reply to nothing.
    private mutating func unexpected(isEarly: Bool) -> FuzzFrame {
        var choices = grammar.foreign
        if isEarly {
            choices += grammar.messages.filter { $0.pattern != .first && !isAwaitedAnswer($0) }
        } else {
            choices += grammar.messages.filter { $0.pattern == .first } + grammar.replies
        }
        return MessageGrammar.frame(of: random.pick(choices), sequence: nextSequence(), &random)
    }

    private func isAwaitedAnswer(_ descriptor: MessageDescriptor) -> Bool {
        descriptor.pattern == .reply(to: .protocolHello)
    }
}
