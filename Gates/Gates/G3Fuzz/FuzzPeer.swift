internal import GateHost
internal import GateWire

/// The other side of the stub under test: knows what it asked, compares every reply whole, and
/// answers what the stub asks.
struct FuzzPeer {
    /// Frames that came, by the number of their type.
    private(set) var received = FrameCounts()
    /// What must be sent in answer, in order.
    private(set) var answers: [FuzzAnswer] = []
    /// Replies that were not what was asked for, or to nothing.
    private(set) var wrongReplies = 0
    /// The first of them, in words.
    private(set) var firstWrong: String?
    /// Frames that are otherwise than the page says, whatever was asked.
    private(set) var faults = FrameFaults()
    /// Whether the handshake is done on this side.
    private(set) var isGreeted = false
    /// The number of the stub's Hello, where one came.
    private(set) var hello: UInt32?
    /// The version in which a Hello of ours is to be answered.
    var foreignVersion: UInt16? {
        get { conduct.foreignVersion }
        set { conduct.foreignVersion = newValue }
    }

    private let role: Role
    private let isOutside: Bool
    /// Whether the stub has said that it knows its entities.
    private var knowsEntities = false
    private var conduct: StubConduct
    private var asked: [MessageType: [(sequence: UInt32, body: [UInt8])]] = [:]
    private var lastCreated: UInt64 = 0
    /// The number of the Hello that is to be answered.
    private var awaitedAnswer: UInt32?
    private let began = MonotonicClock.now()

    /// Plays a role.
    ///
    /// - Parameter isOutside: Whether the other side may do as the milestone's does what version 1
    ///   leaves open (wire-protocol.md#left-open).
    init(role: Role, isOutside: Bool = false) {
        self.role = role
        self.isOutside = isOutside
        conduct = StubConduct(sender: role.peer)
        if isOutside { conduct.capabilities = 0 }
    }

    /// How many requests await their reply.
    var outstanding: Int { asked.values.reduce(0) { $0 + $1.count } }

    /// Notes a request that is about to be sent.
    mutating func ask(_ type: MessageType, sequence: UInt32, body: [UInt8]) {
        if type == .protocolHello { awaitedAnswer = sequence }
        guard let reply = type.descriptor.reply, type != .protocolHello else { return }
        asked[reply, default: []].append((sequence, body))
    }

    /// Takes out what is to be sent now.
    mutating func takeAnswers() -> [FuzzAnswer] {
        defer { answers.removeAll() }
        return answers
    }

    /// Notes a stream that is no stream of frames.
    mutating func note(_ fault: FrameFault) { faults.note(fault) }

    /// Takes the frame that a socket brought.
    mutating func take(_ frame: ReceivedFrame, from socket: borrowing FuzzSocket) {
        received[frame.type] += 1
        faults.note(frame, conduct.fault(in: frame, socket.reader))
        switch frame.type {
        case .protocolHello:
            hello = frame.sequence
            let capabilities = socket.reader.number(UInt32.self, at: 52)
            knowsEntities = capabilities & Capabilities.knowsEntities != 0
        case .protocolHelloAck:
            isGreeted = socket.reader.number(UInt8.self, at: 0) != 0
            if frame.sequence != awaitedAnswer {
                countWrong(frame, "answers number \(frame.sequence), which is not due")
            }
            awaitedAnswer = nil
        case .echo: answer(.echoReply, socket.reader.body, to: frame)
        case .spawnEntity:
            lastCreated += 1
            answer(.entityCreated, .littleEndian(lastCreated), to: frame)
        case .modifyComponent:
            let isThere = isKnown(socket.reader.number(UInt64.self, at: 0))
            let number = UInt64(frame.sequence)
            answer(.modifyAck, .littleEndian(OddTruth.word(isThere, by: number)), to: frame)
        case .heartbeat:
            let time = socket.reader.bytes(0, 8)
            answer(.heartbeatAck, time + time, to: frame)
        case .shutdown: answer(.shutdownAck, [], to: frame)
        case .logMessage:
            if !isPlausible(socket.reader.number(UInt64.self, at: 8)) {
                faults.note(frame, "has a time outside of its connection")
            }
        case .shmRegionsHandoff: break
        case .echoReply, .entityCreated, .modifyAck, .heartbeatAck, .shutdownAck:
            judge(frame, socket)
        }
    }

    private mutating func answer(_ type: MessageType, _ body: [UInt8], to frame: ReceivedFrame) {
        guard role == .runtime else { return countWrong(frame, "is no message for an editor") }
        let reply = RawFrame(type: type, body: type.body((0, body)), sequence: frame.sequence)
        answers.append(FuzzAnswer(type: type, bytes: reply.bytes))
    }

    /// Compares a reply with the oldest request of its kind.
    private mutating func judge(_ frame: ReceivedFrame, _ socket: borrowing FuzzSocket) {
        guard role == .editor, let first = asked[frame.type]?.first,
            first.sequence == frame.sequence
        else { return countWrong(frame, "answers number \(frame.sequence), which is not due") }
        asked[frame.type]?.removeFirst()
        let isRight =
            switch frame.type {
            case .echoReply: socket.reader.body == first.body
            case .entityCreated: isNext(socket.reader.number(UInt64.self, at: 0))
            case .modifyAck:
                (socket.reader.number(UInt8.self, at: 0) != 0)
                    == isKnown(first.body.prefix(8).littleEndian) || !knowsEntities
            case .heartbeatAck:
                socket.reader.number(UInt64.self, at: 0) == first.body.prefix(8).littleEndian
                    && (isOutside || isPlausible(socket.reader.number(UInt64.self, at: 8)))
            default: true
            }
        if !isRight { countWrong(frame, "answers number \(frame.sequence) wrongly") }
    }

    private mutating func countWrong(_ frame: ReceivedFrame, _ what: String) {
        wrongReplies += 1
        if firstWrong == nil { firstWrong = "\(frame.type.name) at byte \(frame.start) \(what)" }
    }

    private mutating func isNext(_ entity: UInt64) -> Bool {
        lastCreated += 1
        return entity == lastCreated
    }

    /// Whether an entity had been asked for before; they are numbered from 1.
    private func isKnown(_ entity: UInt64) -> Bool { entity >= 1 && entity <= lastCreated }

    /// Whether a time in microseconds lies in this connection's life, by the judge's own clock.
    private func isPlausible(_ microseconds: UInt64) -> Bool {
        microseconds >= began / 1000 && microseconds <= MonotonicClock.now() / 1000
    }
}

/// A frame that answers a request of the stub's.
struct FuzzAnswer {
    var type: MessageType
    var bytes: [UInt8]
}
