import TestSupport
import Testing
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@testable import WeldViewport

@Suite("The real runtime: requests and pictures")
struct RuntimeRequestTests {
    @Test("an Echo is answered right after the handshake, before any region")
    func echo() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            for byte in UInt8(0)..<50 {
                let payload = InlineArray<64, UInt8>(repeating: byte)
                let reply = try editor.ask(Echo(payload: payload), for: EchoReply.self)
                #expect(reply == EchoReply(payload: payload))
            }
        }
    }

    @Test("frames that arrive together are all answered, in order")
    func batch() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            editor.peer?.connection.cork()
            var numbers: [UInt32] = []
            for byte in UInt8(0)..<200 {
                let request = Echo(payload: InlineArray(repeating: byte))
                try numbers.append(editor.peer?.connection.send(request) ?? 0)
            }
            try editor.peer?.connection.uncork()
            for (index, number) in numbers.enumerated() {
                let reply = try editor.peer?.reply(EchoReply.self, to: number)
                #expect(reply?.payload[0] == UInt8(index))
            }
        }
    }

    @Test("an editor that ends only its own direction gets all replies, then END as the last frame")
    func end() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            let peer = try #require(editor.peer)
            for _ in 0..<20 { try peer.connection.send(SpawnEntity(archetypeHint: 1)) }
            StreamSocket.endSending(peer.connection.descriptor)
            var types: [MessageType] = []
            var text = ""
            #expect(throws: TransportError.endOfStream) {
                while true {
                    types.append(try peer.receiver.next(until: .after(.seconds(5))).type)
                    guard types.last == .logMessage else { continue }
                    text = FixedText.decode(peer.receiver.body(as: LogMessage.self).text)
                }
            }
            #expect(types.count { $0 == .entityCreated } == 20)
            #expect(types.last == .logMessage && text == "END")
            #expect(try editor.runtime.end() == .exited(code: 0))
        }
    }

    @Test("entities are created and changed; one that was never created answers 0")
    func scene() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            let created = try editor.ask(SpawnEntity(archetypeHint: 1), for: EntityCreated.self)
            #expect(created?.entity == 1)
            for (entity, success) in [(1, 1), (2, 0), (0, 0)] as [(UInt64, UInt8)] {
                let request = ModifyComponent(
                    entity: entity, componentType: 1, fieldOffset: 0,
                    newValue: InlineArray(repeating: 1))
                #expect(try editor.ask(request, for: ModifyAck.self)?.success == success)
            }
        }
    }

    @Test("a HeartbeatAck names the real moment of reception")
    func heartbeat() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            let before = MonotonicClock.now() / 1000
            let ack = try editor.ask(Heartbeat(sentAtUs: 77), for: HeartbeatAck.self)
            #expect(ack?.sentAtUs == 77)
            #expect(ack.map { before...MonotonicClock.now() / 1000 ~= $0.receivedAtUs } == true)
        }
    }

    @Test("with a region pictures appear, whole and numbered, and stop after --frames")
    func pictures() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--frames", "3", "--hz", "200"])
            try editor.greet()
            let region = try standardRegion()
            try editor.handOver(region.memory())
            try editor.runtime.event(#""event":"ready""#)
            try editor.runtime.event(#""event":"frame-published","id":3"#)
            var reader = ViewportReader(region)
            let picture = PictureBuffer(size: .standard)
            #expect(reader.acquire()?.id == 3)
            reader.copyCurrent(to: picture)
            let reading = Witness.read(picture)
            #expect(reading.frame == 3 && !reading.isTorn)
            #expect(try editor.ask(Echo(), for: EchoReply.self) == EchoReply())
            #expect(reader.acquire() == nil)
        }
    }

    @Test("a region that is not as announced ends the runtime with 13", arguments: 0..<5)
    func badRegion(kind: Int) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory)
            try editor.greet()
            let region = try standardRegion()
            let empty = try MemoryObject.sealed(label: "test", size: region.byteCount)
            switch kind {
            case 0: try editor.handOver(region.memory(), size: region.byteCount + 1)
            case 1: try editor.handOver(region.memory(), name: "elsewhere")
            case 2: try editor.handOver(empty)
            case 3:
                // No slot is left for the writer.
                region.store32(7, at: 256)
                try editor.handOver(region.memory())
            default: try sendRegions(count: 9, with: region, from: editor)
            }
            #expect(try editor.runtime.end() == .exited(code: 13))
        }
    }

    private func sendRegions(
        count: UInt32, with region: ViewportRegion, from editor: FakeEditor
    ) throws {
        var handoff = ShmRegionsHandoff()
        handoff.regionCount = count
        try editor.peer?.connection.send(handoff, handles: [region.descriptor])
    }

    @Test("a region of another size than --size is refused with 13")
    func wrongSize() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--size", "640x480"])
            try editor.greet()
            try editor.handOver(standardRegion().memory())
            #expect(try editor.runtime.end() == .exited(code: 13))
        }
    }

    @Test("with --shm the Hello asks for no hand-over, and a missing name ends with 13")
    func missingName() throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(
                in: directory, ["--shm", "/weld-shm-nothere-\(ProcessEnvironment.pid)"])
            #expect(try editor.greet().capabilities == 0)
            #expect(try editor.runtime.end() == .exited(code: 13))
        }
    }
}
