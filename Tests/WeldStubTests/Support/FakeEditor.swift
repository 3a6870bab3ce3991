import WeldPlatform
import WeldStub
import WeldTransport
import WeldViewport
import WeldWire

/// Plays the editor for a real runtime.
final class FakeEditor {
    let runtime: StubProcess
    let listener: Listener
    private(set) var peer: Peer?

    /// A connection of which the test is the editor.
    final class Peer {
        let connection: Connection
        var receiver: FrameReceiver

        init(connection: Connection, receiver: consuming FrameReceiver) {
            self.connection = connection
            self.receiver = receiver
        }

        /// Awaits the reply to a request.
        func reply<M: WireMessage>(_ type: M.Type, to sequence: UInt32) throws -> M {
            while true {
                let received = try receiver.next(until: .after(.seconds(5)))
                if received.type == M.type, received.sequence == sequence {
                    return receiver.body(as: M.self)
                }
            }
        }
    }

    /// Listens in a directory and starts a runtime.
    init(in directory: String, _ arguments: [String] = [], events: Bool = true) throws {
        let path = "\(directory)/\(Endpoint.baseName(editorPID: ProcessEnvironment.pid)).sock"
        let listener = try Listener(path: path)
        runtime = try StubProcess(
            "weld-runtime",
            ["--socket", path, "--editor-pid", String(ProcessEnvironment.pid)] + arguments,
            events: events)
        self.listener = listener
    }

    /// Accepts the runtime and reads its Hello.
    @discardableResult
    func accept() throws -> (hello: ProtocolHello, sequence: UInt32) {
        let connection = try listener.accept(
            until: .after(.seconds(5)), rules: SessionRules(role: .editor))
        var receiver = FrameReceiver(connection, handlePlaces: 0, readsWhileFull: true)
        let received = try receiver.next(until: .after(.seconds(5)))
        let hello = receiver.body(as: ProtocolHello.self)
        let sequence = received.sequence
        peer = Peer(connection: connection, receiver: receiver)
        return (hello, sequence)
    }

    /// Accepts and greets.
    @discardableResult
    func greet() throws -> ProtocolHello {
        let (hello, sequence) = try accept()
        peer?.receiver.handshakeDone()
        try peer?.connection.send(ProtocolHelloAck(accepted: true), sequence: sequence)
        return hello
    }

    /// Sends a request and awaits its reply.
    func ask<Request: WireMessage, Reply: WireMessage>(
        _ request: Request, for reply: Reply.Type
    ) throws -> Reply? {
        guard let sequence = try peer?.connection.send(request) else { return nil }
        return try peer?.reply(reply, to: sequence)
    }

    /// Sends raw bytes.
    func send(_ bytes: [UInt8]) throws {
        try peer?.connection.sendBytes(bytes)
    }

    /// Hands a region over; by default a right one.
    func handOver(
        _ memory: borrowing MemoryObject, name: String = ShmRegionDescriptor.viewportName,
        size: Int? = nil
    ) throws {
        let handoff = ShmRegionsHandoff(regions: [
            ShmRegionDescriptor(logicalName: name, size: UInt64(size ?? memory.size))
        ])
        try peer?.connection.send(handoff, handles: [memory.descriptor.rawValue])
    }

    /// Ends the connection as a dead editor would.
    func vanish() {
        peer?.connection.close()
        peer = nil
    }
}

/// A region of 1280x720 that the test keeps.
func standardRegion() throws -> ViewportRegion {
    let layout = ViewportLayout(.threeSlot, size: .standard)
    return try ViewportRegion(
        creating: layout, in: MemoryObject.sealed(label: "test", size: layout.regionSize))
}

extension ViewportRegion {
    /// The region's memory, to hand over.
    func memory() throws -> MemoryObject {
        try MemoryObject(
            adopting: OwnedDescriptor.duplicating(descriptor), expectedSize: byteCount)
    }
}
