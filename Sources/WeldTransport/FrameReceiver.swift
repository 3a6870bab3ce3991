// Unsafe code: the decoder lends its free space to the socket for one call.

internal import Synchronization
public import WeldPlatform
public import WeldWire

/// A frame that passed all ten checks of wire-protocol.md, and the descriptors that belong to it.
public struct Received: ~Copyable, Sendable {
    /// Header and place in the stream.
    public let frame: ReceivedFrame
    /// The frame's descriptors in the order they were sent; those not taken out are closed.
    public var handles: DescriptorList

    /// The message in the frame.
    public var type: MessageType { frame.header.type }
    /// The frame's sequence number.
    public var sequence: UInt32 { frame.header.sequence }
}

/// The receiving half of a connection, owned by the one thread that reads.
///
/// It blocks in a receive of up to 64 KiB that may bring many frames, so a quiet round trip costs
/// one system call here; it polls only when bytes are queued for the peer, or in the last moments
/// before a deadline.
public struct FrameReceiver: ~Copyable, Sendable {
    /// The connection that is read from.
    public let connection: Connection
    @usableFromInline private(set) var decoder: FrameDecoder
    private let input: SocketReceiver
    private let readsWhileFull: Bool
    private let closesOnError: Bool
    private var arrivals = Arrivals()
    private var failure: TransportError?
    /// Whether a blocking receive ends with the tick; the kernel's timer costs 2 % of a quiet
    /// round trip, so it runs only for deadlines that come.
    private var hasTick = false

    /// How long a blocking receive waits before it looks at the deadline.
    ///
    /// Shorter than any deadline of the specification, long enough to cost an idle process
    /// nothing.
    private static let tickNanoseconds: UInt64 = 100_000_000

    /// Starts to receive on a connection; a second receiver of one connection is a programming
    /// error.
    ///
    /// Foreign versions are read until ``handshakeDone()``.
    ///
    /// - Parameters:
    ///   - handlePlaces: How many descriptors one message may bring, 0 to 253; more are
    ///     ``TransportError/controlDataTruncated``.
    ///   - readsWhileFull: Whether reading goes on while the outgoing queue is full. False for a
    ///     side that answers, or its work would grow without bound; true for a side that only
    ///     asks, or two full queues would wait for each other.
    ///   - closeOnExec: False only for the sabotage `fd-no-cloexec`.
    ///   - closesOnError: False only for the sabotage `fd-leak-on-error`.
    ///   - leniency: Anything only for the sabotages `accept-bad-magic` and `skip-hash-check`.
    public init(
        _ connection: Connection, handlePlaces: Int = 8, readsWhileFull: Bool = false,
        closeOnExec: Bool = true, closesOnError: Bool = true, leniency: DecoderLeniency = []
    ) {
        let isSecond = connection.hasReceiver.exchange(true, ordering: .relaxed)
        precondition(!isSecond, "a connection has one receiver")
        self.connection = connection
        self.readsWhileFull = readsWhileFull
        self.closesOnError = closesOnError
        decoder = FrameDecoder(anyVersion: true, leniency: leniency)
        input = SocketReceiver(places: handlePlaces, closeOnExec: closeOnExec)
    }

    /// Opens the connection for everything but the handshake; from now on only our version is read.
    public mutating func handshakeDone() {
        decoder.anyVersion = false
        connection.rules.withLock { rules in rules.handshakeDone() }
    }

    /// Returns the next frame that passed all ten checks.
    ///
    /// - Throws: ``TransportError/timedOut(_:)``, after which receiving may go on. Every other
    ///   error poisons the connection: each later receive throws it again, no send succeeds (after
    ///   ``TransportError/endOfStream`` none succeeds unless the peer still reads), and all
    ///   descriptors that came are closed.
    public mutating func next(until deadline: Deadline) throws(TransportError) -> Received {
        if let failure { throw failure }
        do throws(TransportError) {
            while true {
                if let frame = try decoded() { return try admitted(frame) }
                try receive(until: deadline)
            }
        } catch {
            throw fail(error)
        }
    }

    /// Returns the next frame if it is already here whole, without asking the system.
    ///
    /// Lets a side answer everything that came with one receive before it uncorks.
    public mutating func nextBuffered() throws(TransportError) -> Received? {
        if let failure { throw failure }
        do throws(TransportError) {
            guard let frame = try decoded() else { return nil }
            return try admitted(frame)
        } catch {
            throw fail(error)
        }
    }

    /// Returns the body of the frame that ``next(until:)`` returned last, until the next call of it.
    @inlinable
    public func body<M: WireMessage>(as message: M.Type) -> M {
        decoder.body(as: message)
    }

    private mutating func decoded() throws(TransportError) -> ReceivedFrame? {
        do throws(WireError) {
            return try decoder.next()
        } catch {
            throw .wire(error)
        }
    }

    /// Checks 9 and 10, with the descriptors that belong to the frame.
    private mutating func admitted(_ frame: ReceivedFrame) throws(TransportError) -> Received {
        var handles = arrivals.take(before: frame.end)
        let count = handles.count
        do throws(WireError) {
            try connection.rules.withLock { (rules) throws(WireError) in
                try rules.admit(frame.header, handles: count)
                if case .shmRegionsHandoff = frame.type {
                    let regions = decoder.body(as: ShmRegionsHandoff.self).regionCount
                    try rules.admitHandoff(regionCount: regions, handles: count)
                }
            }
        } catch {
            if !closesOnError { handles.abandonAll() }
            throw .wire(error)
        }
        return Received(frame: frame, handles: handles)
    }

    /// Brings at least one byte, or returns early to look at queue and deadline again.
    private mutating func receive(until deadline: Deadline) throws(TransportError) {
        if connection.hasQueued {
            guard try connection.pump(readsWhileFull: readsWhileFull, until: deadline) else {
                return
            }
            return try receiveOnce(waits: false)
        }
        guard connection.receiverBeginsToWait() else { return }
        defer { connection.receiverWaits.store(false, ordering: .relaxed) }
        if deadline.remainingNanoseconds > Self.tickNanoseconds {
            try setTick(deadline != .never)
            return try receiveOnce(waits: true)
        }
        try connection.waitReadable(until: deadline)
        try receiveOnce(waits: false)
    }

    /// Makes a blocking receive return now and then to look at the deadline, or not at all.
    private mutating func setTick(_ isWanted: Bool) throws(TransportError) {
        if hasTick == isWanted { return }
        let socket = connection.descriptor
        try system { () throws(SystemError) in
            try StreamSocket.setReceiveTick(
                socket, nanoseconds: isWanted ? Self.tickNanoseconds : .max)
        }
        hasTick = isWanted
    }

    private mutating func receiveOnce(waits: Bool) throws(TransportError) {
        var outcome: SocketRead?
        let socket = connection.descriptor
        do throws(SystemError) {
            _ = unsafe try decoder.fill { (space) throws(SystemError) -> Int in
                outcome = unsafe try input.receive(
                    socket, into: space, waits: waits, arrived: &arrivals.list)
                return outcome?.byteCount ?? 0
            }
        } catch {
            throw TransportError(error)
        }
        guard let outcome else { return }
        if outcome.isControlTruncated { throw .controlDataTruncated }
        guard outcome.byteCount > 0 else { throw endOfStream() }
        try arrivals.note(lastByte: decoder.bytesRead - 1)
    }

    private mutating func endOfStream() -> TransportError {
        if let ownEnd = connection.ownEnd { return ownEnd }
        do throws(WireError) {
            try decoder.endOfStream()
            return .endOfStream
        } catch {
            return error.isTruncation ? .truncatedStream(error) : .wire(error)
        }
    }

    private mutating func fail(_ error: TransportError) -> TransportError {
        if case .timedOut = error { return error }
        failure = error
        if !closesOnError { arrivals.list.abandonAll() }
        arrivals.removeAll()
        connection.poison(error)
        return error
    }
}

/// Descriptors that came and whose frame is not whole yet.
///
/// They belong to the frame that holds the last byte of the read they came with
/// (platform.md#descriptors): one read can bring frames A, B and C with C's descriptors.
struct Arrivals: ~Copyable, Sendable {
    /// The descriptors in the order they came.
    var list = DescriptorList()
    /// Which byte of the stream each read ended with, and how many descriptors it brought.
    private var reads: [(lastByte: UInt64, count: Int)] = []
    private var noted = 0

    /// At most two full messages can wait: the frame's own and the beginning of the next.
    private static let limit = 2 * StreamSocket.descriptorLimit

    /// Notes where the read ended that brought what is new in the list.
    mutating func note(lastByte: UInt64) throws(TransportError) {
        let fresh = list.count - noted
        guard fresh > 0 else { return }
        guard list.count <= Self.limit else { throw .wire(.unexpectedHandles) }
        reads.append((lastByte, fresh))
        noted = list.count
    }

    /// Takes out what belongs to the frame that ends before `end`.
    mutating func take(before end: UInt64) -> DescriptorList {
        if noted == 0 { return DescriptorList() }
        var count = 0
        while let first = reads.first, first.lastByte < end {
            count += first.count
            reads.removeFirst()
        }
        noted -= count
        return list.takeFirst(count)
    }

    mutating func removeAll() {
        list.removeAll()
        reads.removeAll()
        noted = 0
    }
}
