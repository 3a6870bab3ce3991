internal import WeldPlatform

/// A process of its own that sends back what it gets, and the end that asks.
struct FloorProcess: ~Copyable {
    /// The process that answers; killed and reaped with its owner.
    private let process: ChildProcess
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
}
