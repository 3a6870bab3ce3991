/// Everything that a process reports on its events descriptor (contract.md#events).
///
/// A case's labels are the fields of its line; ``EventName`` has the names, and the extension
/// below spells and reads the fields, side by side.
public enum Event: Equatable, Sendable {
    // Both stubs

    /// The arguments were read and the work begins: always the first event.
    case started(engine: String, build: String)
    /// A deliberate fault is switched on.
    case sabotage(name: String, value: String)
    /// The process waits at a phase for SIGUSR2.
    case hold(phase: String)
    /// A connection stands; they are counted from 1.
    case connected(connection: UInt64, peer: Int32)
    /// A ProtocolHello was sent (runtime) or received (editor).
    case hello(protocolVersion: UInt16, engine: String, build: String, capabilities: UInt32)
    /// A ProtocolHelloAck was received (runtime) or sent (editor).
    case ack(accepted: Bool, reason: String)
    /// The region was mapped (runtime) or sent (editor).
    case handover(name: String, size: Int, device: UInt64, inode: UInt64)
    /// Handshake and region are done.
    case ready(epoch: UInt32)
    /// The connection ended without a Shutdown.
    case peerGone(how: String, detail: String)
    /// The peer broke the protocol; also a truncation, which is its death.
    case wireError(name: String, cause: String)
    /// Frames of a connection by type, when it ended; only types that passed at least once.
    case counts(connection: UInt64, sent: [NamedCount], received: [NamedCount])
    /// The process's memory in bytes after a connection, right after its counts.
    case memory(heapInUse: UInt64, heapMapped: UInt64, resident: UInt64)
    /// The last event, with how many lines this process has written, this one among them; nil
    /// where a program does not count them.
    case exiting(ExitCode, events: UInt64? = nil)

    // Editor

    /// A dead editor's left-over was removed.
    case swept(path: String)
    /// The socket accepts connections.
    case listening(path: String)
    /// A runtime was started.
    case spawned(child: Int32)
    /// A runtime was waited for.
    case reaped(child: Int32, status: String)
    /// A HeartbeatAck was received; the time since then counts.
    case heartbeatAcked
    /// No HeartbeatAck for too long.
    case heartbeatMissed(silentNanoseconds: UInt64)
    /// The clock jumped over us: we were stopped, and the time does not count.
    case paused(nanoseconds: UInt64)
    /// A new runtime takes the dead one's place.
    case restarting(deaths: UInt32)
    /// The new runtime was greeted and answered an Echo.
    case restarted(epoch: UInt32)
    /// A round of requests was answered and every reply compared whole.
    case roundChecked(replies: UInt64)
    /// A reply is not what was asked for.
    case wrongReply(type: String, sequence: UInt32)
    /// The first answer of a connection that the wire page leaves open: it is not judged.
    case leftOpen(type: String, sequence: UInt32, success: Bool)
    /// A line of the runtime's log.
    case logged(level: UInt32, text: String)
    /// A new picture was read from the region; age when it was taken out, of every row the marks.
    case frameRead(
        id: UInt64, witness: UInt64, ageNanoseconds: UInt64?, marks: RowMarks, epoch: UInt32)
    /// The end begins.
    case stopping(reason: String)
    /// The runtime did not end by itself and got a signal.
    case forced(signal: Int32, child: Int32)

    // Runtime

    /// The editor does not take what was written: from now on bytes wait; reported once.
    case sendBlocked
    /// A picture was published.
    case framePublished(id: UInt64, doneNanoseconds: UInt64, epoch: UInt32)

    // Groups

    /// What the handles lab reports.
    case lab(LabEvent)
    /// What the editor's window reports.
    case window(WindowEvent)
    /// What the observer of the composited output reports.
    case observer(ObserverEvent)
}

/// What the marks in all rows of a picture say of it (viewport.md#the-picture).
///
/// In a line it is `torn`, and `unmarked` where there are no marks.
public enum RowMarks: Equatable, Sendable {
    /// Every mark names the same picture.
    case whole
    /// Marks name several pictures, or some rows have none that can be read: a mixture.
    case torn
    /// No row has a mark: a runtime that draws none, such as the milestone's. Nobody can say whether
    /// the picture is whole.
    case unmarked

    /// Writes the fields.
    func describe(into line: inout EventLine) {
        line.flag("torn", self == .torn)
        if self == .unmarked { line.flag("unmarked", true) }
    }

    /// Reads the fields.
    init(_ fields: EventFields) throws(ContractBreach) {
        let isUnmarked = try fields.optionalFlag("unmarked") ?? false
        self = try fields.flag("torn") ? .torn : isUnmarked ? .unmarked : .whole
    }
}

/// A count with its name, in the order in which it was reported.
public struct NamedCount: Hashable, Sendable {
    /// What was counted.
    public var name: String
    /// How many.
    public var count: UInt64

    /// Creates a count.
    public init(_ name: String, _ count: UInt64) {
        self.name = name
        self.count = count
    }
}

extension Event {
    /// The event's name in its line.
    public var name: EventName {
        switch self {
        case .started: .started
        case .sabotage: .sabotage
        case .hold: .hold
        case .connected: .connected
        case .hello: .hello
        case .ack: .ack
        case .handover: .handover
        case .ready: .ready
        case .peerGone: .peerGone
        case .wireError: .wireError
        case .counts: .counts
        case .memory: .memory
        case .exiting: .exiting
        case .swept: .swept
        case .listening: .listening
        case .spawned: .spawned
        case .reaped: .reaped
        case .heartbeatAcked: .heartbeatAcked
        case .heartbeatMissed: .heartbeatMissed
        case .paused: .paused
        case .restarting: .restarting
        case .restarted: .restarted
        case .roundChecked: .roundChecked
        case .wrongReply: .wrongReply
        case .leftOpen: .leftOpen
        case .logged: .logged
        case .frameRead: .frameRead
        case .stopping: .stopping
        case .forced: .forced
        case .sendBlocked: .sendBlocked
        case .framePublished: .framePublished
        case .lab(let event): event.name
        case .window(let event): event.name
        case .observer(let event): event.name
        }
    }
}
