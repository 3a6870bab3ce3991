internal import GateFuzz
internal import GateHost
internal import GateKit
internal import GateWire

/// One side of a connection that carries nothing but valid traffic, as much as the other takes.
///
/// It writes and reads in turn and never waits for one alone, so neither side can block the other.
struct TrafficSide: ~Copyable {
    /// Valid frames that were made; those in the buffer are on their way.
    private(set) var sent = FrameCounts()
    /// Frames that came.
    private(set) var received = FrameCounts()
    /// Replies with a wrong byte, or to nothing.
    private(set) var wrongReplies = 0
    /// The first of them, in words.
    private(set) var firstWrong: String?
    /// Frames that are otherwise than the page says, whatever was asked.
    private(set) var faults = FrameFaults()
    /// Requests whose replies were passed over.
    private(set) var lostReplies: UInt64 = 0
    /// The longest time without anything from the stub while something was due, in nanoseconds.
    private(set) var longestWait: UInt64 = 0
    /// Whether the last frame that came was the mark of the stub's end; an editor's is the last
    /// Echo, which equal counts show (gates.md#g3).
    private(set) var isMarked = false
    /// Whether the stub closed, or sent what is no frame.
    var isOver: Bool { socket.isOver }
    /// Whether what the stub sends can be told into frames.
    var isReadable: Bool { socket.fault == nil }

    private let role: Role
    private var socket: FuzzSocket
    private var buffer = TrafficBuffer()
    private var random: SeededGenerator
    private var stamps: [FrameStamp]
    private let allStamps = FrameStamp.all
    private var counter: SequenceCounter
    private var conduct: StubConduct
    /// Whether the stub has said that it knows its entities.
    private var knowsEntities = false
    private var awaited: [AwaitedReplies]
    private var spawned: UInt64 = 0
    private var created: UInt64 = 0
    private var hasAck = false
    /// Whether the end was said: what is asked after it is not answered.
    private var hasEnded = false
    /// The number of the stub's Hello.
    private var hello: UInt32?
    /// The number of ours.
    private var helloNumber: UInt32 = 0
    private var lastNews = MonotonicClock.now()
    private let began = MonotonicClock.now()
    private var readAt: UInt64 = 0

    /// Requests that may await their replies at once.
    private let window: Int
    /// Replies of ours that others overtake.
    private var late: LateReplies

    /// Requests that may await their replies at once while both sides read.
    static let usualWindow = 4096

    /// Takes over a connection that was just made.
    ///
    /// - Parameters:
    ///   - role: Which side this is; the stub is the other.
    ///   - firstOfStub: The number of the stub's first frame.
    ///   - window: Requests that may await their replies at once.
    ///   - keeping: Replies to an editor that are kept back now and then, to be sent newest first;
    ///     with 0 all leave in the order of their requests.
    init(
        _ socket: consuming FuzzSocket, role: Role, seed: UInt64, firstOfStub: UInt32 = 1,
        window: Int = TrafficSide.usualWindow, keeping: Int = 0
    ) {
        self.role = role
        self.socket = socket
        self.window = window
        late = LateReplies(most: keeping)
        random = SeededGenerator(seed: seed)
        // Its own numbers wrap in the first thousand frames (wire-protocol.md#sequence-numbers).
        counter = SequenceCounter(first: .max - UInt32(random.next() % 1000))
        conduct = StubConduct(sender: role.peer, first: firstOfStub)
        stamps = MessageGrammar(sender: role).free.map { FrameStamp($0) }
        // Beyond the window comes what ends a connection.
        awaited = (0...MessageType.allCases.count).map { number in
            let isReply = MessageCatalogue.descriptors.contains {
                $0.reply.map { Int($0.rawValue) } == number
            }
            return AwaitedReplies(capacity: isReply ? window + 64 : 1)
        }
    }

    /// Leaves out every message but these from what ``fill(_:)`` makes.
    mutating func speak(only types: [MessageType]) { stamps = types.map { allStamps[$0] } }

    /// How many requests await their replies.
    var outstanding: Int { awaited.reduce(0) { $0 + $1.count } }

    /// The socket's number, lent for polling.
    var descriptor: Int32 { socket.descriptor }

    /// Bytes that wait to be written.
    var queued: Int { buffer.count }

    /// Bytes of the stub's that came and were not read.
    var unread: Int { socket.unreadBytes() }

    /// Whether the stub has taken everything: it answered it, or read it.
    var isTaken: Bool {
        buffer.count == 0 && (role == .editor ? outstanding == 0 : socket.isAllRead())
    }

    /// Frames that the stub has certainly taken.
    var taken: UInt64 {
        // What waits is counted in the smallest frames: never more is taken than was.
        sent.sum.minus(UInt64(role == .editor ? outstanding : buffer.count / 32))
    }

    // MARK: - Beginning and end

    /// Greets; false when the stub did not answer.
    mutating func greet(on subject: FuzzSubject) -> Bool {
        if role == .runtime {
            var hello = MessageType.protocolHello.body((0, [1, 0]))
            hello.replaceSubrange(4..<36, with: FixedText.field(of: "fuzz", width: 32))
            hello.replaceSubrange(36..<52, with: FixedText.field(of: "fuzz", width: 16))
            helloNumber = counter.next()
            append(.protocolHello, body: hello, sequence: helloNumber)
        }
        let deadline = Deadline.after(FuzzSubject.patience)
        while !deadline.hasPassed, subject.status == .running, !socket.isOver {
            if role == .editor, let hello {
                append(
                    .protocolHelloAck, body: MessageType.protocolHelloAck.body((0, [1])),
                    sequence: hello)
                return true
            }
            if hasAck { return true }
            if !step() { subject.wait(deadline, descriptor, for: interests) }
        }
        return false
    }

    /// Says the end with a valid frame (gates.md#g3) and reads until the stub has closed; false
    /// when it did not.
    mutating func end(on subject: FuzzSubject) -> Bool {
        let deadline = Deadline.after(FuzzSubject.patience)
        if role == .editor {
            request(allStamps[.echo], seed: random.next())
        } else {
            // From here on nothing is kept back: it would come after the end.
            send(late.takeAll())
            late = LateReplies(most: 0)
            append(
                .logMessage,
                body: MessageType.logMessage.body(
                    (0, [2]), (16, FixedText.field(of: "END", width: 256))),
                sequence: counter.next())
        }
        // A lost reply never comes: the stub that lost it is told the end all the same.
        let patience = Deadline.after(.milliseconds(500))
        while buffer.count > 0 || (outstanding > 0 && !patience.hasPassed) {
            guard !deadline.hasPassed, subject.status == .running, !socket.isOver else { break }
            if !step() { subject.wait(min(deadline, patience), descriptor, for: interests) }
        }
        socket.halfClose()
        hasEnded = true
        while !deadline.hasPassed, subject.status == .running {
            let isBusy = step()
            if subject.report != nil {
                while !socket.isOver, !deadline.hasPassed, step() {}
                // All that it sent has come: what is missing now is lost, and not late.
                lostReplies += UInt64(outstanding)
                return true
            }
            if !isBusy {
                subject.wait(deadline, socket.isOver ? nil : descriptor, for: .readable)
            }
        }
        return false
    }

    /// Asks the runtime to leave.
    mutating func shutDown() { request(allStamps[.shutdown], seed: 0) }

    // MARK: - Traffic

    /// What the socket is waited for.
    var interests: PollEvents { buffer.count > 0 ? [.readable, .writable] : .readable }

    /// What the socket is waited for while nothing is read.
    var wanted: PollEvents { buffer.count > 0 ? .writable : [] }

    /// Fills the buffer with as many random frames as there is room for, at most `limit`; returns
    /// how many.
    mutating func fill(_ limit: Int) -> Int {
        var made = 0
        var room = role == .editor ? window - outstanding : Int.max
        while made < limit, room > 0, buffer.hasRoom, !stamps.isEmpty {
            let bits = random.next()
            let stamp = stamps[Int(bits >> 33) % stamps.count]
            request(stamp, seed: bits)
            made += 1
            room -= 1
        }
        return made
    }

    /// Writes and reads what goes without waiting; false when nothing went.
    ///
    /// - Parameter reads: Whether what the stub sent is read; where not, its silence is not minded.
    mutating func step(reads: Bool = true) -> Bool {
        let didWrite = buffer.write(to: socket)
        guard reads else { return didWrite }
        var didRead = false
        // Bounded, so that a flood of replies does not keep the next requests waiting.
        for _ in 0..<4 {
            guard readOnce() else { break }
            didRead = true
        }
        if late.count > 0 { send(late.due(at: MonotonicClock.now())) }
        noteNews(didRead)
        return didWrite || didRead
    }

    /// Reads once what has come; false when nothing has, or so much is to be answered that it waits.
    mutating func readOnce() -> Bool {
        guard buffer.count < TrafficBuffer.answerLimit, case .bytes = socket.receive() else {
            return false
        }
        readAt = MonotonicClock.now()
        takeFrames()
        return true
    }

    /// Forgets how long nothing came: time in which nothing was asked.
    mutating func restartClock() { lastNews = MonotonicClock.now() }

    /// For how long nothing has come, in nanoseconds.
    var silence: UInt64 { MonotonicClock.now() - lastNews }

    private mutating func noteNews(_ came: Bool) {
        let now = MonotonicClock.now()
        if came || outstanding == 0 {
            if outstanding > 0 { longestWait = max(longestWait, now - lastNews) }
            lastNews = now
        } else {
            longestWait = max(longestWait, now - lastNews)
        }
    }

    private mutating func append(_ type: MessageType, body: [UInt8], sequence: UInt32) {
        buffer.append(allStamps[type], sequence: sequence, body: body)
        sent[type] += 1
    }

    /// Makes one frame and notes what its reply must be.
    private mutating func request(_ stamp: FrameStamp, seed: UInt64) {
        let number = counter.next()
        var firstWord: UInt64?
        var value = seed
        switch stamp.type {
        case .spawnEntity:
            spawned += 1
            value = spawned
        case .modifyComponent:
            // Half of them change an entity that there is.
            let entity = seed & 1 == 0 && spawned > 0 ? 1 + (seed >> 8) % spawned : seed
            firstWord = entity
            value = entity >= 1 && entity <= spawned ? 1 : 0
        case .heartbeat:
            firstWord = seed
        default: break
        }
        buffer.append(stamp, sequence: number, seed: seed, firstWord: firstWord)
        sent[stamp.type] += 1
        if let reply = stamp.reply {
            awaited[Int(reply.rawValue)].append(number, value: value)
        }
    }

    // MARK: - What comes

    private mutating func takeFrames() {
        while let frame = socket.next() {
            received[frame.type] += 1
            if let fault = conduct.fault(in: frame, socket.reader) { faults.note(frame, fault) }
            if role == .editor { judge(frame) } else { answer(frame) }
        }
        if let fault = socket.fault { faults.note(fault) }
    }

    private mutating func judge(_ frame: ReceivedFrame) {
        switch frame.type {
        case .protocolHello:
            hello = frame.sequence
            let capabilities = socket.reader.number(UInt32.self, at: 52)
            knowsEntities = capabilities & Capabilities.knowsEntities != 0
            isMarked = false
        case .logMessage:
            isMarked = FixedText.text(of: socket.reader.bytes(16, 256)) == "END"
        default:
            isMarked = false
            judgeReply(frame)
        }
    }

    private mutating func judgeReply(_ frame: ReceivedFrame) {
        guard let expected = awaited[Int(frame.type.rawValue)].take(frame.sequence) else {
            return countWrong(frame, "answers number \(frame.sequence), which is not due")
        }
        lostReplies += expected.lost
        let isRight =
            switch frame.type {
            case .echoReply: SeedWords.match(socket.reader, seed: expected.value)
            case .entityCreated: isNew(socket.reader.number(UInt64.self, at: 0))
            case .modifyAck:
                (socket.reader.number(UInt8.self, at: 0) != 0) == (expected.value != 0)
                    || lostReplies > 0 || !knowsEntities
            case .heartbeatAck:
                socket.reader.number(UInt64.self, at: 0) == expected.value
                    && isPlausible(socket.reader.number(UInt64.self, at: 8))
            default: true
            }
        if !isRight { countWrong(frame, "answers number \(frame.sequence) wrongly") }
    }

    private mutating func countWrong(_ frame: ReceivedFrame, _ what: String) {
        wrongReplies += 1
        if firstWrong == nil { firstWrong = "\(frame.type.name) at byte \(frame.start) \(what)" }
    }

    /// Entities are numbered in the order they were asked for; a request that was lost makes none.
    private mutating func isNew(_ entity: UInt64) -> Bool {
        created += 1
        return entity == created
    }

    /// Whether a time in microseconds lies in this connection's life, by the judge's own clock.
    private func isPlausible(_ microseconds: UInt64) -> Bool {
        microseconds >= began / 1000 && microseconds <= readAt / 1000
    }

    private mutating func answer(_ frame: ReceivedFrame) {
        if hasEnded { return }
        let sequence = frame.sequence
        switch frame.type {
        case .protocolHelloAck:
            hasAck = socket.reader.number(UInt8.self, at: 0) != 0
            if sequence != helloNumber {
                countWrong(frame, "answers number \(sequence), which is not due")
            }
        case .echo where late.keepsNext(): keep(.echoReply, sequence, socket.reader.body)
        case .echo:
            buffer.append(allStamps[.echoReply], sequence: sequence, bodyOf: socket.reader)
            sent[.echoReply] += 1
        case .spawnEntity:
            created += 1
            answer(.entityCreated, sequence, created)
        case .modifyComponent:
            let entity = socket.reader.number(UInt64.self, at: 0)
            let isThere = OddTruth.word(
                entity >= 1 && entity <= created, by: UInt64(sequence))
            if late.keepsNext() { return keep(.modifyAck, sequence, .littleEndian(isThere)) }
            answer(.modifyAck, sequence, isThere)
        case .heartbeat:
            let time = socket.reader.number(UInt64.self, at: 0)
            answer(.heartbeatAck, sequence, time, time)
        case .shutdown:
            send(late.takeAll())
            answer(.shutdownAck, sequence, UInt64(OddTruth.dirt))
        default: break
        }
    }

    private mutating func keep(_ type: MessageType, _ sequence: UInt32, _ body: [UInt8]) {
        late.keep(LateReplies.Reply(type: type, sequence: sequence, body: body), at: readAt)
        send(late.due(at: readAt))
    }

    private mutating func send(_ replies: [LateReplies.Reply]) {
        for reply in replies {
            append(reply.type, body: reply.body, sequence: reply.sequence)
        }
    }

    private mutating func answer(
        _ type: MessageType, _ sequence: UInt32, _ first: UInt64 = 0, _ second: UInt64 = 0
    ) {
        buffer.append(allStamps[type], sequence: sequence, words: first, second)
        sent[type] += 1
    }
}
