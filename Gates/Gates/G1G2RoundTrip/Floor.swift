internal import GateHost

/// One end of the floor: a bare ping-pong without framing, hashing or checking.
///
/// Its round trip is what the machine itself costs; only the ratio to it can be compared between
/// machines (gates.md#g1).
public struct FloorPeer: ~Copyable {
    /// How many bytes travel each way: as many as an Echo frame has.
    static let messageSize = 88

    private let socket: OwnedDescriptor
    private let message = OwnedBytes(count: Self.messageSize)

    /// Takes over a connected socket.
    init(adopting socket: consuming OwnedDescriptor) {
        self.socket = socket
    }

    /// Sends back whatever arrives on the socket until its end; the body of a process of its own.
    public static func run(descriptor: Int32) {
        let peer = FloorPeer(adopting: OwnedDescriptor(adopting: descriptor))
        while peer.receive(), peer.send() {}
    }

    /// Sends a message and waits for its return; false when the peer is gone.
    borrowing func exchange() -> Bool {
        send() && receive()
    }

    private borrowing func receive() -> Bool {
        var rest = Self.messageSize
        while rest > 0 {
            guard let count = message.read(last: rest, from: socket), count > 0 else {
                return false
            }
            rest -= count
        }
        return true
    }

    private borrowing func send() -> Bool {
        message.write(to: socket) == Self.messageSize
    }
}

/// A process of its own that sends back what it gets, and the end that asks.
struct FloorProcess: ~Copyable {
    /// The process that answers; killed and reaped with its owner.
    private var process: ChildProcess
    private let peer: FloorPeer

    /// The answering process's id.
    var pid: Int32 { process.pid }

    /// Starts this very binary as a floor peer over a pair of sockets of the engine's kind.
    init() throws(SystemError) {
        let pair = try SocketPair()
        process = try ChildProcess.spawn(
            path: ProcessEnvironment.executablePath(), arguments: ["floor-peer"],
            inheriting: [
                InheritedDescriptor(2, as: 1), InheritedDescriptor(pair.second.rawValue, as: 3),
            ])
        peer = FloorPeer(adopting: pair.first)
    }

    /// Measures one round trip in nanoseconds; nil when the peer is gone.
    borrowing func roundTrip() -> Double? {
        let start = MonotonicClock.now()
        guard peer.exchange() else { return nil }
        return Double(MonotonicClock.now() - start)
    }

    /// Kills the answering process; returns when its end was seen, before it is reaped, or when the
    /// patience ended.
    mutating func kill(within patience: Duration) throws(SystemError) -> UInt64 {
        try process.kill(Signals.kill)
        _ = try Poll.wait(
            process.pidDescriptor.rawValue, for: .readable, until: .after(patience))
        let time = MonotonicClock.now()
        _ = try process.wait(until: .immediately)
        return time
    }
}
