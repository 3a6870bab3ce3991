public import WeldPlatform
public import WeldWire

/// What can go wrong on a connection; each case is something that a caller treats differently
/// (platform.md#transport; lessons.md#row-9).
public enum TransportError: Error, Sendable, Equatable {
    /// The peer ended the stream at a frame boundary.
    case endOfStream
    /// The peer ended the stream inside a frame: its death, not its crime.
    case truncatedStream(WireError)
    /// The peer vanished with data of ours unread.
    case reset(SystemError)
    /// A write after the peer's end.
    case brokenPipe(SystemError)
    /// The deadline passed during this operation; the connection is as good as before.
    case timedOut(String)
    /// The peer takes nothing although bytes have been waiting for the whole stall limit.
    case stalled
    /// Nobody listens at the path, or nothing is there.
    case refused(SystemError)
    /// The system, or a rule about owners and modes, forbids it.
    case permission(SystemError)
    /// A process of another user connected.
    case foreignPeer(userID: UInt32)
    /// A process of this user that nobody waits for connected, or listens where another should.
    case strangePeer(pid: Int32)
    /// A living listener holds the path.
    case inUse(path: String)
    /// Something that is not a socket stands at the path and is left alone.
    case notSocket(path: String, kind: DescriptorFacts.Kind)
    /// The path is longer than a socket address takes; nothing was cut.
    case nameTooLong(path: String, limit: Int)
    /// More descriptors had been sent than this side has places for; those that came were closed.
    case controlDataTruncated
    /// A frame can carry 1 to `limit` descriptors; nothing was sent.
    case tooManyHandles(count: Int, limit: Int)
    /// The peer broke the protocol.
    case wire(WireError)
    /// This side closed the connection.
    case closed
    /// Any other refusal of the system.
    case system(SystemError)

    /// Whether the system had no room, descriptor or thread left just now: a later try may succeed.
    public var isExhaustion: Bool {
        if case .system(let error) = self { error.isExhaustion } else { false }
    }

    /// Whether the error only says that the peer is gone, by whichever sign of it came first.
    public var isPeerGone: Bool {
        switch self {
        case .endOfStream, .truncatedStream, .reset, .brokenPipe: true
        default: false
        }
    }

    /// Sorts a refusal of the system into the case that callers look for.
    init(_ error: SystemError) {
        self =
            switch error.kind {
            case .reset: .reset(error)
            case .brokenPipe: .brokenPipe(error)
            case .timedOut: .timedOut(error.operation)
            case .refused, .notFound: .refused(error)
            case .permission: .permission(error)
            case .inUse: error.path.map { .inUse(path: $0) } ?? .system(error)
            default: .system(error)
            }
    }
}

extension TransportError: CustomStringConvertible {
    /// One sentence for the log.
    public var description: String {
        switch self {
        case .endOfStream: "the peer ended the connection"
        case .truncatedStream(let error): "the peer ended inside a frame (\(error.rawValue))"
        case .reset(let error), .brokenPipe(let error): "the peer is gone: \(error)"
        case .timedOut(let operation): "\(operation): the deadline passed"
        case .stalled: "the peer does not read"
        case .refused(let error), .permission(let error), .system(let error): error.description
        case .foreignPeer(let userID): "a process of user \(userID) is at the other end"
        case .strangePeer(let pid): "process \(pid), which nobody waits for, is at the other end"
        case .inUse(let path): "\(path) is in use by a living process"
        case .notSocket(let path, let kind): "\(path) is a \(kind.rawValue), not a socket"
        case .nameTooLong(let path, let limit):
            "\(path) has \(path.utf8.count) bytes, a socket path 1 to \(limit)"
        case .controlDataTruncated: "more descriptors arrived than there are places for"
        case .tooManyHandles(let count, let limit):
            "a frame cannot carry \(count) descriptors, only 1 to \(limit)"
        case .wire(let error): "protocol error \(error.rawValue)"
        case .closed: "the connection was closed on this side"
        }
    }
}

/// Runs calls of the platform layer and sorts their refusal into a ``TransportError``.
func system<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
) throws(TransportError) -> Result {
    do throws(SystemError) {
        return try body()
    } catch {
        throw TransportError(error)
    }
}
