// Unsafe code: bytes are handed to the socket by address.

internal import WeldPlatform
internal import WeldTransport
internal import WeldWire

/// The other side of the stub under test: knows what it asked, compares every reply whole, and
/// answers what the stub asks.
struct FuzzPeer {
    /// Frames that came, by the number of their type.
    private(set) var received = FrameCounts()
    /// What must be sent in answer, in order.
    private(set) var answers: [FuzzAnswer] = []
    /// Replies that were not what was asked for, or to nothing.
    private(set) var wrongReplies = 0
    /// Whether the handshake is done on this side.
    private(set) var isGreeted = false
    /// The stub's Hello, where one came.
    private(set) var hello: FrameHeader?

    private let role: Role
    private var asked: [MessageType: [(sequence: UInt32, body: [UInt8])]] = [:]
    private var entities: UInt64 = 0
    private var lastCreated: UInt64 = 0

    /// Plays a role.
    init(role: Role) {
        self.role = role
    }

    /// How many requests await their reply.
    var outstanding: Int { asked.values.reduce(0) { $0 + $1.count } }

    /// Notes a request that is about to be sent.
    mutating func ask(_ type: MessageType, sequence: UInt32, body: [UInt8]) {
        guard let reply = type.descriptor.reply else { return }
        asked[reply, default: []].append((sequence, body))
        if type == .spawnEntity { entities += 1 }
    }

    /// Takes out what is to be sent now.
    mutating func takeAnswers() -> [FuzzAnswer] {
        defer { answers.removeAll() }
        return answers
    }

    /// Takes the frame that a socket brought.
    mutating func take(_ frame: ReceivedFrame, from socket: borrowing FuzzSocket) {
        received[frame.type] += 1
        switch frame.type {
        case .protocolHello: hello = frame.header
        case .protocolHelloAck:
            let ack = socket.body(as: ProtocolHelloAck.self)
            isGreeted = ack.accepted != 0 && frame.header.version == Frame.version
        case .echo:
            let request = socket.body(as: Echo.self)
            answer(EchoReply(payload: request.payload), to: frame)
        case .spawnEntity:
            lastCreated += 1
            var reply = EntityCreated()
            reply.entity = lastCreated
            answer(reply, to: frame)
        case .modifyComponent:
            let request = socket.body(as: ModifyComponent.self)
            var reply = ModifyAck()
            reply.success = request.entity >= 1 && request.entity <= lastCreated ? 1 : 0
            answer(reply, to: frame)
        case .heartbeat:
            var reply = HeartbeatAck()
            reply.sentAtUs = socket.body(as: Heartbeat.self).sentAtUs
            reply.receivedAtUs = reply.sentAtUs
            answer(reply, to: frame)
        case .shutdown:
            answer(ShutdownAck(), to: frame)
        default:
            if case .reply = frame.type.descriptor.pattern { judge(frame, socket) }
        }
    }

    private mutating func answer<M: WireMessage>(_ reply: M, to frame: ReceivedFrame) {
        guard role == .runtime else { return countWrong() }
        answers.append(
            FuzzAnswer(
                type: M.type, bytes: FrameEncoder.encode(reply, sequence: frame.sequence)))
    }

    /// Compares a reply with the oldest request of its kind.
    private mutating func judge(_ frame: ReceivedFrame, _ socket: borrowing FuzzSocket) {
        guard role == .editor, let first = asked[frame.type]?.first,
            first.sequence == frame.sequence
        else { return countWrong() }
        asked[frame.type]?.removeFirst()
        let isRight =
            switch frame.type {
            case .echoReply:
                FrameEncoder.encode(socket.body(as: EchoReply.self), sequence: 0).dropFirst(
                    Frame.prefixSize
                ).elementsEqual(first.body)
            case .entityCreated: isNext(socket.body(as: EntityCreated.self).entity)
            case .modifyAck:
                (socket.body(as: ModifyAck.self).success != 0) == isKnown(first.body)
            case .heartbeatAck:
                socket.body(as: HeartbeatAck.self).sentAtUs == first.body.prefix(8).littleEndian
            default: true
            }
        if !isRight { wrongReplies += 1 }
    }

    private mutating func countWrong() {
        wrongReplies += 1
    }

    private mutating func isNext(_ entity: UInt64) -> Bool {
        lastCreated += 1
        return entity == lastCreated
    }

    /// Whether the entity of a change had been asked for before; the stub numbers them from 1.
    private func isKnown(_ body: [UInt8]) -> Bool {
        let entity = body.prefix(8).littleEndian
        return entity >= 1 && entity <= lastCreated
    }
}

/// A frame that answers a request of the stub's.
struct FuzzAnswer {
    var type: MessageType
    var bytes: [UInt8]
}

/// Frames by type.
struct FrameCounts: Equatable {
    private var counts = MessageTable<UInt64>(repeating: 0)

    subscript(type: MessageType) -> UInt64 {
        get { counts[type] }
        set { counts[type] = newValue }
    }

    /// All of them.
    var sum: UInt64 { MessageType.allCases.reduce(0) { $0 + counts[$1] } }

    /// Adds others.
    mutating func add(_ other: FrameCounts) {
        for type in MessageType.allCases { counts[type] += other.counts[type] }
    }

    /// How many frames the two differ by, type for type.
    func distance(to names: [String: UInt64]) -> UInt64 {
        MessageType.allCases.reduce(0) { sum, type in
            let other = names[type.descriptor.name] ?? 0
            return sum + max(self[type], other) - min(self[type], other)
        }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes as a number.
    fileprivate var littleEndian: UInt64 { reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}

/// A bare connection to the stub under test: what the engine's own transport would never send can
/// be sent here, and in any pieces.
struct FuzzSocket: ~Copyable {
    /// What a read brought.
    enum Arrival {
        /// Nothing is there yet.
        case nothing
        /// Bytes came.
        case bytes
        /// The stub closed.
        case end
    }

    /// Whether the stub has closed.
    private(set) var isOver = false
    /// Whether we have ended our own direction: nothing that is sent from then on arrives.
    private(set) var hasEndedSending = false

    private var socket: OwnedDescriptor?
    private let number: RawDescriptor
    private var decoder = FrameDecoder(anyVersion: true)
    private let input = SocketReceiver(places: 8)

    /// Takes over a connected socket.
    init(adopting socket: consuming OwnedDescriptor) throws(SystemError) {
        number = socket.rawValue
        self.socket = consume socket
        try StreamSocket.setNonBlocking(number, true)
    }

    /// The number of a listener's socket, lent for polling.
    static func number(of listener: borrowing Listener) -> Int32 { listener.descriptor.rawValue }

    /// Takes the next connection of a listener, without waiting; nil where none is there.
    static func accept(from listener: Int32) throws(SystemError) -> FuzzSocket? {
        guard let socket = try StreamSocket.accept(RawDescriptor(rawValue: listener)) else {
            return nil
        }
        return try FuzzSocket(adopting: socket)
    }

    /// Connects to a stub that listens; nil when that fails or is not done by the time, in
    /// nanoseconds of the monotonic clock.
    static func connect(to path: String, until nanoseconds: UInt64) -> FuzzSocket? {
        do throws(SystemError) {
            return try FuzzSocket(
                adopting: StreamSocket.connect(
                    to: path, until: Deadline(nanoseconds: nanoseconds)))
        } catch {
            return nil
        }
    }

    /// The socket's number, lent for polling.
    var descriptor: Int32 { number.rawValue }

    /// Sends what the socket takes; nil when it takes nothing now.
    ///
    /// A stub that is gone takes everything: what it made of what came before is seen elsewhere.
    borrowing func send(_ bytes: ArraySlice<UInt8>, handles: [Int32] = []) -> Int? {
        let count = bytes.count
        if socket == nil { return count }
        do throws(SystemError) {
            return unsafe try bytes.withUnsafeBufferPointer { (part) throws(SystemError) -> Int? in
                let raw = UnsafeRawBufferPointer(part)
                if handles.isEmpty { return unsafe try StreamSocket.send(number, raw) }
                let lent = handles.map { RawDescriptor(rawValue: $0) }
                return unsafe try StreamSocket.send(number, raw, descriptors: lent)
            }
        } catch {
            return count
        }
    }

    /// Sends what the socket takes of raw bytes; nil when it takes nothing now.
    borrowing func send(_ bytes: UnsafeRawBufferPointer) -> Int? {
        do throws(SystemError) {
            return unsafe try StreamSocket.send(number, bytes)
        } catch {
            return bytes.count
        }
    }

    /// Reads once without waiting; descriptors that come along are closed.
    mutating func receive() -> Arrival {
        guard !isOver else { return .end }
        var arrived = DescriptorList()
        var outcome: SocketRead?
        do throws(SystemError) {
            _ = unsafe try decoder.fill { (space) throws(SystemError) -> Int in
                outcome = unsafe try input.receive(
                    number, into: space, waits: false, arrived: &arrived)
                return outcome?.byteCount ?? 0
            }
        } catch {
            isOver = true
            return .end
        }
        guard let outcome else { return .nothing }
        isOver = outcome.byteCount == 0
        return isOver ? .end : .bytes
    }

    /// The next whole frame of the stub's.
    mutating func next() throws(WireError) -> ReceivedFrame? { try decoder.next() }

    /// The body of the frame that came last.
    func body<M: WireMessage>(as message: M.Type) -> M { decoder.body(as: message) }

    /// Ends the stream in our direction; the stub's frames can still be read.
    mutating func halfClose() {
        hasEndedSending = true
        if !isOver { StreamSocket.endSending(number) }
    }

    /// Closes with the stub's frames unread, which resets the connection.
    mutating func abandon() {
        socket = nil
        isOver = true
    }
}
