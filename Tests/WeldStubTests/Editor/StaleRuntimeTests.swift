import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldTransport
import WeldViewport
import WeldWire

@Suite("The real editor with a runtime that it has given up, and that goes on drawing")
struct StaleRuntimeTests {
    /// A runtime that was given the region, played by the test.
    private final class Drawing {
        let connection: Connection
        var writer: ViewportWriter
        let region: ViewportRegion

        init(path: String) throws {
            let connection = try Connection.connect(
                path: path, until: .after(.seconds(5)),
                rules: SessionRules(role: .runtime, acceptsHandoff: true))
            var receiver = FrameReceiver(connection)
            try connection.send(
                ProtocolHello(engineVersion: "t", buildHash: "t", capabilities: .shmHandoff))
            _ = try receiver.next(until: .after(.seconds(5)))
            receiver.handshakeDone()
            while true {
                var received = try receiver.next(until: .after(.seconds(5)))
                guard received.type == .shmRegionsHandoff else { continue }
                let size = receiver.body(as: ShmRegionsHandoff.self).regions[0].size
                let handle = received.handles.takeFirst()
                guard let handle else { throw TransportError.endOfStream }
                region = try ViewportRegion(
                    attaching: MemoryObject(adopting: handle, expectedSize: Int(size)))
                break
            }
            self.connection = connection
            writer = try ViewportWriter(region)
        }

        func publish() throws {
            let id = writer.nextID
            writer.draw { TestPattern.draw(frame: id, rows: 0..<64, on: $0) }
            _ = try writer.publish()
        }
    }

    @Test("none of its pictures is shown, before and after there is another")
    func stale() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/e.sock"
            let editor = try StubProcess.openEditor(
                at: path, ["--size", "480x64", "--no-heartbeat"])
            let first = try Drawing(path: path)
            try editor.event(#""event":"ready","epoch":1"#)
            try first.publish()
            try editor.event(#""event":"frame-read""#, #""epoch":1"#)
            // It hangs, is given up, and wakes.
            first.connection.close()
            try editor.event(#""event":"restarting""#)
            _ = try editor.isSeen("")
            try first.publish()
            let second = try Drawing(path: path)
            #expect(second.writer.epoch == 2)
            try editor.event(#""event":"ready","epoch":2"#)
            try second.publish()
            try editor.event(#""event":"frame-read""#, #""epoch":2"#)
            #expect(!(try editor.isSeen(#""event":"frame-read""#)))
            second.connection.close()
            try editor.event(#""event":"restarting""#)
            try editor.stop()
            #expect(try editor.logText().contains("a picture is ignored"))
        }
    }
}
