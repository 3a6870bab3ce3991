import Foundation
import TestSupport
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

    @Test(
        "--milestone is a region of two slots by its name, of 1280x720, whatever else is asked for")
    func milestone() throws {
        try withTemporaryDirectory { directory in
            let editor = try StubProcess(
                "weld-editor",
                [
                    "--headless", "--seconds", "60", "--socket", "\(directory)/e.sock",
                    "--milestone", "--size", "640x480", "--viewport", "three-slot",
                ])
            try editor.event(#""role":"runtime","event":"hello""#, #""capabilities":0"#)
            try editor.event(#""role":"runtime","event":"handover""#, #""size":7372928,"#)
            let read = try editor.event(#""event":"frame-read""#)
            #expect(!read.contains("age_ns") && read.hasSuffix(#","torn":false,"epoch":0}"#))
            try editor.stop()
            #expect(try !editor.isSeen(#""event":"logged""#))
        }
    }

    @Test(
        "a runtime that ends with its own error is named with its exit code and last line",
        arguments: [[], ["--milestone"]])
    func ownError(arguments: [String]) throws {
        try withTemporaryDirectory { directory in
            let runtime = "\(directory)/runtime"
            let script = """
                #!/bin/sh
                echo 'a line before' >&2
                printf 'error: MissingShmArg' >&2
                exit 3
                """
            try script.write(toFile: runtime, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: runtime)
            let editor = try StubProcess(
                "weld-editor",
                ["--headless", "--socket", "\(directory)/e.sock", "--runtime", runtime]
                    + arguments)
            #expect(try editor.end() == .exited(code: 15))
            _ = try editor.remainingEvents()
            let last = try #require(try editor.logText().split(separator: "\n").last)
            #expect(
                last.hasPrefix(
                    "weld-editor: the runtime ends by itself before it serves, with code 3; it "
                        + "writes last: error: MissingShmArg"))
            #expect(last.contains("--milestone") == arguments.isEmpty)
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
