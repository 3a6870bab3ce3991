import WeldContract
import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

/// Why a step of the lab could not be done.
enum LabFailure: Error, Sendable {
    case transport(TransportError)
    case handshake(HandshakeFailure)
    case system(SystemError)
    case noRuntime
}

/// A greeted connection to the runtime, used step by step on one thread.
struct LabPeer: ~Copyable {
    let connection: Connection
    private var receiver: FrameReceiver
    private var counts = TrafficCounts()

    /// Accepts a runtime and greets it; hands the region over when there is one.
    ///
    /// Who is not the runtime or a child of it is turned away.
    init(
        _ listener: borrowing Listener, runtime: Int32, number: UInt64, region: EditorRegion?,
        services: EditorServices
    ) throws(LabFailure) {
        let connection = try transport { () throws(TransportError) in
            try Self.accept(from: listener, runtime: runtime)
        }
        let pid = (try? connection.peer())?.pid ?? 0
        services.events.emit(.connected(connection: number, peer: pid))
        var receiver = FrameReceiver(connection, handlePlaces: 0, readsWhileFull: true)
        var counts = TrafficCounts()
        var greeting = Greeting(connection: connection, services: services)
        let outcome = try transport { () throws(TransportError) in
            try greeting.run(&receiver, &counts)
        }
        if case .failed(let failure) = outcome { throw .handshake(failure) }
        if let region {
            try transport { () throws(TransportError) in
                try connection.send(
                    ShmRegionsHandoff(regions: [region.announcement]),
                    handles: [region.region.descriptor], until: .after(.seconds(1)))
            }
            services.events.emit(region.handoverEvent)
            services.events.emit(.ready(epoch: 1))
        }
        self.connection = connection
        self.receiver = receiver
        self.counts = counts
    }

    private static func accept(
        from listener: borrowing Listener, runtime: Int32
    ) throws(TransportError) -> Connection {
        let deadline = Deadline.after(.seconds(2))
        while true {
            do throws(TransportError) {
                return try listener.accept(
                    until: deadline, rules: SessionRules(role: .editor),
                    admitting: { ProcessIdentity.isProcess($0, orDescendantOf: runtime) })
            } catch {
                switch error {
                case .foreignPeer, .strangePeer: if deadline.hasPassed { throw error }
                default: throw error
                }
            }
        }
    }

    /// Awaits the reply to a request, past whatever else the runtime says.
    mutating func reply<Reply: WireMessage>(
        _ type: Reply.Type, to sequence: UInt32
    ) throws(LabFailure) -> Reply {
        do throws(TransportError) {
            while true {
                let received = try receiver.next(until: .after(.seconds(2)))
                if received.type == Reply.type, received.sequence == sequence {
                    return receiver.body(as: Reply.self)
                }
            }
        } catch {
            throw .transport(error)
        }
    }

    /// Reads until the runtime has ended the connection or answered an Echo, and says which.
    mutating func outcome() -> String {
        while true {
            do throws(TransportError) {
                let received = try receiver.next(until: .after(.seconds(2)))
                if received.type == .echoReply { return PeerAnswer.echoReply.rawValue }
            } catch {
                return error.shortName
            }
        }
    }
}

/// Runs what a connection does and sorts its failure.
@discardableResult
func transport<Result: ~Copyable>(
    _ body: () throws(TransportError) -> Result
) throws(LabFailure) -> Result {
    do throws(TransportError) {
        return try body()
    } catch {
        throw .transport(error)
    }
}

/// Runs what the system does and sorts its failure.
func made<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
) throws(LabFailure) -> Result {
    do throws(SystemError) {
        return try body()
    } catch {
        throw .system(error)
    }
}
