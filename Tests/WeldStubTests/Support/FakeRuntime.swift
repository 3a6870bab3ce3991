import Foundation
import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldTransport
import WeldWire

/// Plays the runtime for a real editor that accepts whoever comes.
final class FakeRuntime {
    let connection: Connection
    var receiver: FrameReceiver
    private let path: String
    /// The editor's heap when the one before this had left.
    private(set) var heapBefore: UInt64 = 0
    private var isGreeted = false

    init(path: String) throws {
        self.path = path
        connection = try Connection.connect(
            path: path, until: .after(.seconds(5)),
            rules: SessionRules(role: .runtime, acceptsHandoff: true))
        receiver = FrameReceiver(connection)
    }

    /// A Hello that is accepted, of a runtime that takes no descriptors.
    static let hello = ProtocolHello(engineVersion: "t", buildHash: "t", capabilities: [])

    /// Connects another to the same editor.
    func another() throws -> FakeRuntime { try FakeRuntime(path: path) }

    /// Says Hello and awaits the answer; without descriptors.
    func greet(_ hello: ProtocolHello = hello) throws {
        try connection.send(hello)
        let answer = try receiver.next(until: .after(.seconds(5)))
        #expect(answer.type == .protocolHelloAck)
        receiver.handshakeDone()
        isGreeted = true
    }

    /// Answers the four requests that every runtime gets first.
    func serveFirstRound() throws {
        for _ in 0..<4 { try serveNext() }
    }

    /// Answers one request as a runtime does that has one entity, or one to which every change is
    /// right.
    func serveNext(bearsEverything: Bool = false) throws {
        let received = try receiver.next(until: .after(.seconds(5)))
        let sequence = received.sequence
        switch received.type {
        case .echo:
            let request = receiver.body(as: Echo.self)
            try connection.send(EchoReply(payload: request.payload), sequence: sequence)
        case .spawnEntity:
            var reply = EntityCreated()
            reply.entity = 1
            try connection.send(reply, sequence: sequence)
        case .modifyComponent:
            var reply = ModifyAck()
            let entity = receiver.body(as: ModifyComponent.self).entity
            reply.success = bearsEverything || entity == 1 ? 1 : 0
            try connection.send(reply, sequence: sequence)
        default:
            Issue.record("the editor sent \(received.type)")
        }
    }

    /// Breaks the protocol, greeted or not before, waits until the editor has seen it, and returns the next visitor.
    func succeedAfterError(_ editor: StubProcess) throws -> FakeRuntime {
        if !isGreeted { try greet() }
        var frame = RawFrame(type: .logMessage, body: [], sequence: 1)
        frame.version = 2
        try connection.sendBytes(frame.bytes)
        try editor.event(#""event":"wire-error","name":"protocolVersionMismatch""#)
        let heap = try editor.heapInUse()[0]
        let next = try another()
        next.heapBefore = heap
        return next
    }
}

/// Runs a body with an editor that accepts whoever comes, and its first visitor; the editor must
/// end cleanly when it is asked to, unless the body has ended it.
func withVisitedEditor(
    _ arguments: [String] = [], endsCleanly: Bool = true,
    _ body: (StubProcess, FakeRuntime) throws -> Void
) throws {
    try withTemporaryDirectory { directory in
        let path = "\(directory)/e.sock"
        let editor = try StubProcess.openEditor(at: path, arguments)
        try body(editor, try FakeRuntime(path: path))
        guard endsCleanly else { return }
        // The last visitor is gone only when the editor says so by closing its end: asked before,
        // it would ask that visitor to leave.
        let deadline = Deadline.after(.seconds(10))
        while openSockets(of: editor.pid) > 1, !deadline.hasPassed { sched_yield() }
        try editor.stop()
    }
}

/// How many sockets a process has open; its listener is one.
private func openSockets(of pid: Int32) -> Int {
    let folder = "/proc/\(pid)/fd"
    let numbers = (try? FileListing.names(in: folder)) ?? []
    return numbers.count { number in
        let target = try? FileManager.default.destinationOfSymbolicLink(
            atPath: "\(folder)/\(number)")
        return target?.hasPrefix("socket:") ?? false
    }
}
