import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("What the real editor reads from its region")
struct EditorViewportTests {
    private func editor(_ directory: String, _ arguments: [String]) throws -> StubProcess {
        try StubProcess(
            "weld-editor",
            ["--headless", "--seconds", "60", "--socket", "\(directory)/e.sock"] + arguments)
    }

    @Test("three slots say when a picture was complete and by whom; two do not, but work")
    func records() throws {
        try withTemporaryDirectory { directory in
            let three = try editor(directory, [])
            let published = try three.event(#""event":"frame-published","id":1,"t_done_ns":"#)
            #expect(published.hasSuffix(#","epoch":1}"#))
            let read = try three.event(#""event":"frame-read""#, #""age_ns":"#)
            #expect(read.hasSuffix(#","torn":false,"epoch":1}"#))
            try three.stop()
        }
        try withTemporaryDirectory { directory in
            let two = try editor(directory, ["--viewport", "two-slot"])
            let read = try two.event(#""event":"frame-read""#)
            #expect(!read.contains("age_ns") && read.hasSuffix(#","torn":false,"epoch":0}"#))
            try two.stop()
        }
    }

    @Test("the pictures of a replacement carry the next epoch")
    func epoch() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, [])
            let child = try editor.spawnedChild()
            try editor.event(#""event":"frame-read""#, #""epoch":1}"#)
            kill(child, SIGKILL)
            try editor.event(#""role":"runtime","event":"ready","epoch":2"#)
            try editor.event(#""event":"frame-read""#, #""torn":false,"epoch":2}"#)
            try editor.stop()
        }
    }

    @Test("two-slot-adversary tears pictures of a runtime that never pauses")
    func adversary() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(
                directory,
                ["--sabotage", "two-slot-adversary", "--runtime-arg", "--hz", "--runtime-arg", "0"])
            try editor.event(#""event":"frame-read""#, #""torn":true"#)
            try editor.stop()
        }
    }

    @Test("frame-backwards shows a number again that was passed")
    func backwards() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(
                directory, ["--runtime-arg", "--sabotage", "--runtime-arg", "frame-backwards"])
            try editor.event(#""event":"frame-published","id":29,"#)
            try editor.event(#""event":"frame-published","id":27,"#)
            try editor.event(#""event":"frame-published","id":27,"#)
            try editor.event(#""event":"frame-published","id":31,"#)
            try editor.stop()
        }
    }
}
