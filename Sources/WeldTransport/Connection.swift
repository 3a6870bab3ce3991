internal import Synchronization
public import WeldPlatform
public import WeldWire

/// A connected socket, with a half for sending that any thread may use and a half for receiving
/// that one thread owns (``FrameReceiver``).
///
/// The quiet round trip costs one system call a frame and side: a send goes straight to the
/// kernel, and only what the kernel does not take is queued (platform.md#transport).
public final class Connection: Sendable {
    /// The connected socket; closed when the last user lets go of the connection.
    let socket: OwnedDescriptor
    let sending = Lock(SendingHalf())
    let rules: Lock<SessionRules>

    /// Bytes in the queue; written under the lock, read without it by the receiving thread.
    let queuedBytes = Atomic<Int>(0)
    /// When the kernel last took bytes, or the queue last began to fill.
    let lastProgress = Atomic<UInt64>(0)
    let stallNanoseconds: UInt64
    let hasReceiver = Atomic<Bool>(false)
    /// Whether the receiving thread waits for the peer and does not look after the queue.
    let receiverWaits = Atomic<Bool>(false)

    /// Takes over a connected stream socket.
    ///
    /// - Parameters:
    ///   - rules: Which side we are, and what the peer may send.
    ///   - stallLimit: How long a peer may take nothing while bytes wait for it.
    public convenience init(
        adopting socket: consuming OwnedDescriptor, rules: SessionRules,
        stallLimit: Duration = .seconds(5)
    ) throws(TransportError) {
        let number = socket.rawValue
        try system { () throws(SystemError) in
            try StreamSocket.setNonBlocking(number, false)
        }
        self.init(prepared: socket, rules: rules, stallLimit: stallLimit)
    }

    private init(
        prepared socket: consuming OwnedDescriptor, rules: SessionRules, stallLimit: Duration
    ) {
        self.socket = socket
        self.rules = Lock(rules)
        stallNanoseconds = UInt64(max(0, stallLimit.wholeNanoseconds))
    }

    /// Connects to a listener.
    ///
    /// - Throws: ``TransportError/refused(_:)`` when nobody listens there,
    ///   ``TransportError/timedOut(_:)`` when the listener's backlog stays full.
    public static func connect(
        path: String, until deadline: Deadline, rules: SessionRules,
        stallLimit: Duration = .seconds(5)
    ) throws(TransportError) -> Connection {
        let path = try Endpoint.validated(path)
        let socket = try system { () throws(SystemError) in
            try StreamSocket.connect(to: path, until: deadline)
        }
        return try Connection(adopting: socket, rules: rules, stallLimit: stallLimit)
    }

    /// Sets the number of the first frame, before one is sent: for tests of the wrap
    /// (wire-protocol.md#sequence-numbers).
    ///
    /// - Parameter first: Not 0.
    public func startNumbering(at first: UInt32) {
        precondition(first != 0, "frames are counted from 1 and never have 0")
        sending.withLock { half in half.counter = SequenceCounter(last: first - 1) }
    }

    /// The socket, lent: for polling beside other descriptors.
    public var descriptor: RawDescriptor { socket.rawValue }

    /// Who connected, or was connected to, as the kernel recorded it.
    public func peer() throws(TransportError) -> PeerCredentials {
        try system { () throws(SystemError) in try PeerCredentials.of(socket.rawValue) }
    }

    /// Ends the connection in both directions; a thread that waits in a receive wakes.
    ///
    /// Bytes still queued are dropped: flush first where they matter.
    public func close() {
        poison(.closed)
    }

    /// Makes every later send fail with `error` and ends the stream for the peer.
    ///
    /// A peer that has only said all it had to say still reads: replies to it may follow until
    /// ``close()``, and where it is gone the kernel refuses them.
    func poison(_ error: TransportError) {
        if case .endOfStream = error { return }
        sending.withLock { half in
            half.fail(error)
            queuedBytes.store(0, ordering: .relaxed)
        }
        StreamSocket.shutdown(socket.rawValue)
    }

    /// Why this side itself ended the stream, if it did: a thread that waits in a receive sees only
    /// an end and would take it for the peer's.
    var ownEnd: TransportError? {
        sending.withLock { half in
            switch half.failure {
            case .stalled?, .closed?: half.failure
            default: nil
            }
        }
    }

    /// When the peer counts as stalled if it takes nothing until then.
    func stallDeadline(since start: UInt64 = 0) -> Deadline {
        let last = max(start, lastProgress.load(ordering: .relaxed))
        let (moment, overflow) = last.addingReportingOverflow(stallNanoseconds)
        return Deadline(nanoseconds: overflow ? .max : moment)
    }
}
