import TestSupport
import Testing
import WeldPlatform
import WeldTransport
import WeldWire

@testable import WeldViewport

/// The milestone's editor takes the next frame for its reply, whatever it is
/// (wire-protocol.md#left-open).
@Suite("The real runtime with an editor of the milestone")
struct MilestoneRuntimeTests {
    /// What of the life of a session came, frame by frame, once pictures are drawn.
    ///
    /// - Parameter role: Names the region's memory, which tests beside this one must not share.
    private func frames(_ role: String, _ arguments: [String]) throws -> [MessageType] {
        try withTemporaryDirectory { directory in
            let name = try #require(
                SharedMemoryName(role: role, ownerPID: ProcessEnvironment.pid))
            let layout = ViewportLayout(.twoSlot, size: .standard)
            let region = try ViewportRegion(
                creating: layout, in: .create(named: name, size: layout.regionSize))
            defer { try? MemoryObject.unlink(name) }
            let editor = try FakeEditor(in: directory, ["--shm", name.text] + arguments)
            #expect(try editor.greet().capabilities == 0)
            try editor.runtime.event(#""event":"frame-published","id":1,"#)
            let peer = try #require(editor.peer)
            try peer.connection.send(Echo())
            try peer.connection.send(Shutdown())
            var types: [MessageType] = []
            while types.last != .shutdownAck {
                types.append(try peer.receiver.next(until: .after(.seconds(5))).type)
            }
            #expect(try editor.runtime.end() == .exited(code: 0))
            #expect(region.byteCount == 7_372_928)
            return types
        }
    }

    @Test("it announces nothing, and sends nothing that nobody asked for")
    func isQuiet() throws {
        #expect(try frames("quiet", []) == [.echoReply, .shutdownAck])
    }

    @Test("it sends the lines of its log where it is asked to")
    func log() throws {
        #expect(
            try frames("telling", ["--log-messages"])
                == [.logMessage, .logMessage, .echoReply, .shutdownAck])
    }
}
