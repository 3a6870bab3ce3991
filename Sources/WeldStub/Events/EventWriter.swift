// Unsafe code: a line's bytes are handed to write by address.

public import WeldContract
public import WeldPlatform
public import WeldTransport
internal import WeldWire

/// Writes a stub's events to `--events-fd`: what the harness measures by (contract.md#events).
///
/// Lines are numbered from 1 in the order they are written. Writing never blocks: a line that the
/// descriptor does not take is lost, and its missing number shows it. A writer without a
/// descriptor does nothing.
public final class EventWriter: Sendable {
    /// The descriptor; nil when nobody asked for events.
    public let descriptor: RawDescriptor?

    private struct State {
        var number: UInt64 = 0
        /// How many events there were, whatever became of their lines.
        var events: UInt64 = 0
        var line = EventLine()
    }

    private let role: ProcessRole
    private let pid: Int32
    /// Whether the events go to a terminal, or another device of characters, which may be held up
    /// and whose flags are not ours to set.
    private let isTerminal: Bool
    /// By how much the clock is wrong on purpose, in nanoseconds.
    private let shift: UInt64
    private let state = Lock(State())

    /// Prepares the events of a stub on an inherited descriptor.
    ///
    /// A pipe or socket becomes non-blocking. SIGPIPE is ignored in the whole process from here on:
    /// a reader that has gone is noticed by the sentinel. What the system calls standard streams is
    /// open afterwards, so that nothing that is opened later can be taken for one.
    public init(
        descriptor: RawDescriptor?, role: ProcessRole, sabotages: Sabotages = Sabotages()
    ) throws(SystemError) {
        self.descriptor = descriptor
        self.role = role
        shift =
            (sabotages[.clockAhead]?.nanoseconds ?? 0)
            &- (sabotages[.clockBehind]?.nanoseconds ?? 0)
        pid = ProcessEnvironment.pid
        // After the question whether the descriptor is open: it may bear one of their numbers.
        let facts = try descriptor.map { (number) throws(SystemError) in
            try DescriptorFacts.of(number)
        }
        try StandardStream.openClosed()
        isTerminal = facts?.kind == .characterDevice
        guard let descriptor, let facts else { return }
        try Signals.ignore(Signals.pipe)
        if facts.kind == .pipe || facts.kind == .socket {
            try LentDescriptor.use(descriptor) { (lent) throws(SystemError) in
                try lent.setNonBlocking()
                // Room for a burst of some thousand lines; where it is refused the default must do.
                if facts.kind == .pipe { try? lent.setPipeCapacity(1 << 20) }
            }
        }
    }

    /// Writes an event; costs nothing but the call when nobody asked for events.
    public func emit(_ event: @autoclosure () -> Event) {
        guard let descriptor else { return }
        let event = event()
        state.withLock { write(event, &$0, to: descriptor) }
    }

    /// Writes the last event: the code that the process ends with, and how many events there were,
    /// so that one that was lost at the end is missed (contract.md#events).
    public func emitLast(_ code: ExitCode) {
        guard let descriptor else { return }
        state.withLock { state in
            write(.exiting(code, events: state.events + 1), &state, to: descriptor)
        }
    }

    private func write(_ event: Event, _ state: inout State, to descriptor: RawDescriptor) {
        state.events += 1
        state.number += 1
        state.line.spell(
            event, number: state.number, time: MonotonicClock.now() &+ shift, pid: pid,
            role: role)
        write(state.line.bytes, to: descriptor)
    }

    private func write(_ bytes: [UInt8], to descriptor: RawDescriptor) {
        // A short write cannot happen on a pipe (see EventLine); an error means that the reader is
        // gone, and to end the process is the sentinel's part.
        if isTerminal {
            _ = unsafe bytes.withUnsafeBytes {
                unsafe try? OwnedDescriptor.writeNow($0, to: descriptor)
            }
            return
        }
        LentDescriptor.use(descriptor) { lent in
            _ = unsafe bytes.withUnsafeBytes { unsafe try? lent.write($0) }
        }
    }
}

/// Ends the process as soon as nobody reads its events any more.
///
/// So nothing outlives a killed harness, whatever else the stub is doing or failing to do
/// (contract.md#events).
public enum EventSentinel {
    /// Starts the watching thread; without events there is nothing to watch.
    ///
    /// - Parameter farewell: Removes what must not stay behind; runs on the watching thread right
    ///   before the end and must not wait for other threads.
    public static func start(
        watching events: EventWriter, farewell: @escaping @Sendable () -> Void = {}
    ) throws(SystemError) {
        guard let descriptor = events.descriptor else { return }
        _ = try OSThread.start(named: "weld-sentinel") {
            watch(descriptor)
            farewell()
            ProcessEnvironment.exitNow(ExitCode.watchdog.rawValue)
        }
    }

    /// Returns when the reader is gone: an error on a pipe, a hang-up on a socket.
    private static func watch(_ descriptor: RawDescriptor) {
        while true {
            // Where the system cannot look just now, that is no reader's end.
            guard let found = try? Poll.wait(descriptor, for: [], until: .never) else { continue }
            if !found.isEmpty { return }
        }
    }
}

extension TransportError {
    /// A word for the `how` of a `peer-gone` event.
    public var shortName: String {
        switch self {
        case .endOfStream: PeerAnswer.endOfStream.rawValue
        case .truncatedStream: PeerAnswer.truncated.rawValue
        case .reset: PeerAnswer.reset.rawValue
        case .brokenPipe: PeerAnswer.brokenPipe.rawValue
        case .timedOut: PeerAnswer.timedOut.rawValue
        case .closed: PeerAnswer.closed.rawValue
        default: wireName ?? "error"
        }
    }

    /// The name of a `wire-error` event: wire-protocol.md's, or what the transport adds to it; nil
    /// for what is no fault of the peer's protocol.
    public var wireName: String? {
        switch self {
        case .wire(let error), .truncatedStream(let error): error.rawValue
        case .controlDataTruncated: "controlDataTruncated"
        case .stalled: "stalled"
        default: nil
        }
    }
}
