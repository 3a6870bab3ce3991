import Testing
import WeldPlatform
import WeldTransport
import WeldWire

/// What the milestone's runtime does in its own way is not judged (wire-protocol.md#left-open).
@Suite("The real editor with a runtime of the milestone")
struct MilestoneEditorTests {
    /// The Hello of a runtime that says success to every change.
    private func hello(_ capabilities: Capabilities) -> ProtocolHello {
        ProtocolHello(
            engineVersion: "0.0.7-S6", buildHash: "deadbee", capabilities: capabilities)
    }

    @Test("success for an entity that never was is recorded once and not judged")
    func leftOpen() throws {
        try withVisitedEditor { editor, runtime in
            try runtime.greet(hello([]))
            for _ in 0..<4 { try runtime.serveNext(bearsEverything: true) }
            try editor.event(#""event":"left-open","type":"ModifyAck","sequence":3,"success":true"#)
            try editor.event(#""event":"round-checked","replies":4"#)
            #expect(try !editor.isSeen("left-open"))
            #expect(try !editor.isSeen("wrong-reply"))
            runtime.connection.close()
        }
    }

    @Test("it is a wrong reply of a runtime that says it knows its entities")
    func announced() throws {
        try withVisitedEditor { editor, runtime in
            try runtime.greet(hello(.knowsEntities))
            for _ in 0..<3 { try runtime.serveNext(bearsEverything: true) }
            try editor.event(#""event":"wrong-reply","type":"ModifyAck","sequence":3"#)
            #expect(try !editor.isSeen("left-open"))
        }
    }
}
