internal import GateFuzz
internal import GateHost
internal import GateKit
internal import WeldWire

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
    /// Requests whose replies were passed over.
    private(set) var lostReplies: UInt64 = 0
    /// The longest time without anything from the stub while something was due, in nanoseconds.
    private(set) var longestWait: UInt64 = 0
    /// Whether the last frame that came was the mark of the stub's end; an editor's is the last
    /// Echo, which equal counts show (gates.md#g3).
    private(set) var isMarked = false
    /// Whether the stub closed.
    var isOver: Bool { socket.isOver }

    private let role: Role
    private var socket: FuzzSocket
    private var buffer = TrafficBuffer()
    private var random: SeededGenerator
    private let stamps: [FrameStamp]
    private var counter = SequenceCounter()
    private var awaited: [AwaitedReplies]
    private var spawned: UInt64 = 0
    private var created: UInt64 = 0
    private var hasAck = false
    /// Whether the end was said: what is asked after it is not answered.
    private var hasEnded = false
    private var hello: UInt32?
    private var lastNews = MonotonicClock.now()

    /// Requests that may await their replies at once.
    private static let window = 4096

    /// Takes over a connection that was just made.
    init(_ socket: consuming FuzzSocket, role: Role, seed: UInt64) {
        self.role = role
        self.socket = socket
        random = SeededGenerator(seed: seed)
        stamps = MessageGrammar(sender: role).free.map { FrameStamp($0) }
        awaited = (0..<32).map { _ in AwaitedReplies() }
    }

    /// How many requests await their replies.
    var outstanding: Int { awaited.reduce(0) { $0 + $1.count } }

    /// The socket's number, lent for polling.
    var descriptor: Int32 { socket.descriptor }

    /// Bytes that wait to be written.
    var queued: Int { buffer.count }

    // MARK: - Beginning and end

    /// Greets; false when the stub did not answer.
    mutating func greet(on subject: FuzzSubject) -> Bool {
        if role == .runtime {
            let hello = ProtocolHello(engineVersion: "fuzz", buildHash: "fuzz", capabilities: [])
            append(hello, sequence: counter.next())
        }
        let deadline = Deadline.after(FuzzSubject.patience)
        while !deadline.hasPassed, subject.status == .running, !socket.isOver {
            if role == .editor, let hello {
                append(ProtocolHelloAck(accepted: true), sequence: hello)
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
            request(stamp(of: .echo), seed: random.next())
        } else {
            append(
                LogMessage(level: .info, timestampUs: 0, text: "END"), sequence: counter.next())
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
                while !socket.isOver, step() {}
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
    mutating func shutDown() { request(stamp(of: .shutdown), seed: 0) }

    // MARK: - Traffic

    /// What the socket is waited for.
    var interests: PollEvents { buffer.count > 0 ? [.readable, .writable] : .readable }

    /// Fills the buffer with as many random frames as there is room for, at most `limit`; returns
    /// how many.
    mutating func fill(_ limit: Int) -> Int {
        var made = 0
        var room = role == .editor ? Self.window - outstanding : Int.max
        while made < limit, room > 0, buffer.hasRoom {
            let bits = random.next()
            let stamp = stamps[Int(bits >> 33) % stamps.count]
            request(stamp, seed: bits)
            made += 1
            room -= 1
        }
        return made
    }

    /// Writes and reads what goes without waiting; false when nothing went.
    mutating func step() -> Bool {
        let didWrite = buffer.write(to: socket)
        var didRead = false
        // Bounded, so that a flood of replies does not keep the next requests waiting.
        for _ in 0..<4 {
            guard buffer.count < TrafficBuffer.answerLimit, case .bytes = socket.receive() else {
                break
            }
            didRead = true
            takeFrames()
        }
        noteNews(didRead)
        return didWrite || didRead
    }

    /// Forgets how long nothing came: time in which nothing was asked.
    mutating func restartClock() { lastNews = MonotonicClock.now() }

    private mutating func noteNews(_ came: Bool) {
        let now = MonotonicClock.now()
        if came || outstanding == 0 {
            if outstanding > 0 { longestWait = max(longestWait, now - lastNews) }
            lastNews = now
        } else {
            longestWait = max(longestWait, now - lastNews)
        }
    }

    private func stamp(of type: MessageType) -> FrameStamp { FrameStamp(type.descriptor) }

    private mutating func append<M: WireMessage>(_ message: M, sequence: UInt32) {
        buffer.append(message, sequence: sequence)
        sent[M.type] += 1
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
        if let reply = stamp.type.reply {
            awaited[Int(reply.rawValue)].append(number, value: value)
        }
    }

    // MARK: - What comes

    private mutating func takeFrames() {
        do throws(WireError) {
            while let frame = try socket.next() {
                received[frame.type] += 1
                if role == .editor { judge(frame) } else { answer(frame) }
            }
        } catch {
            wrongReplies += 1
        }
    }

    private mutating func judge(_ frame: ReceivedFrame) {
        if frame.type == .protocolHello { hello = frame.sequence }
        isMarked =
            frame.type == .logMessage
            && FixedText.decode(socket.body(as: LogMessage.self).text) == "END"
        if frame.type == .logMessage || frame.type == .protocolHello { return }
        guard let expected = awaited[Int(frame.type.rawValue)].take(frame.sequence) else {
            wrongReplies += 1
            return
        }
        lostReplies += expected.lost
        let isRight =
            switch frame.type {
            case .echoReply:
                SeedWords.match(socket.body(as: EchoReply.self).payload, seed: expected.value)
            case .entityCreated: isNew(socket.body(as: EntityCreated.self).entity)
            case .modifyAck:
                UInt64(socket.body(as: ModifyAck.self).success) == expected.value
                    || lostReplies > 0
            case .heartbeatAck:
                socket.body(as: HeartbeatAck.self).sentAtUs == expected.value
            default: true
            }
        if !isRight { wrongReplies += 1 }
    }

    /// Entities are numbered in the order they were asked for; a request that was lost makes none.
    private mutating func isNew(_ entity: UInt64) -> Bool {
        created += 1
        return entity == created
    }

    private mutating func answer(_ frame: ReceivedFrame) {
        if hasEnded { return }
        switch frame.type {
        case .protocolHelloAck: hasAck = socket.body(as: ProtocolHelloAck.self).accepted != 0
        case .echo:
            append(
                EchoReply(payload: socket.body(as: Echo.self).payload), sequence: frame.sequence)
        case .spawnEntity:
            created += 1
            var reply = EntityCreated()
            reply.entity = created
            append(reply, sequence: frame.sequence)
        case .modifyComponent:
            var reply = ModifyAck()
            let entity = socket.body(as: ModifyComponent.self).entity
            reply.success = entity >= 1 && entity <= created ? 1 : 0
            append(reply, sequence: frame.sequence)
        case .heartbeat:
            var reply = HeartbeatAck()
            reply.sentAtUs = socket.body(as: Heartbeat.self).sentAtUs
            append(reply, sequence: frame.sequence)
        case .shutdown:
            append(ShutdownAck(), sequence: frame.sequence)
        default: break
        }
    }
}
