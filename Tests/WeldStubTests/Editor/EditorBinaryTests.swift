import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real editor with its real runtime")
struct EditorBinaryTests {
    private func editor(_ directory: String, _ arguments: [String]) throws -> StubProcess {
        try StubProcess(
            "weld-editor", ["--headless", "--socket", "\(directory)/e.sock"] + arguments)
    }

    @Test(
        "both are ready, replies are whole, pictures move, the end is graceful and leaves nothing")
    func life() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, ["--seconds", "1", "--requests", "200/s"])
            let runtime = try editor.spawnedChild()
            try editor.event(#""role":"editor","event":"ready""#)
            try editor.event(#""role":"runtime","event":"ready""#)
            try editor.event(#""event":"round-checked","replies":4"#)
            try editor.event(#""event":"frame-read""#, #""torn":false"#)
            try editor.event(#""event":"reaped","child":\#(runtime),"status":"exited(0)""#)
            try editor.event(#""role":"editor","event":"exiting","code":0"#)
            #expect(try editor.end() == .exited(code: 0))
            #expect(try FileListing.names(in: directory) == [])
        }
    }

    @Test("the region travels by name where it is asked for, and the name is gone afterwards")
    func byName() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, ["--seconds", "1", "--attach", "name"])
            try editor.event(#""event":"frame-read""#)
            #expect(try editor.end() == .exited(code: 0))
            let name = "weld-shm-viewport-\(editor.pid)"
            #expect(try !FileListing.names(in: "/dev/shm").contains(name))
        }
    }

    @Test("a killed runtime is replaced once, pictures move again; the second death is 15")
    func restart() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, ["--seconds", "60"])
            let first = try editor.spawnedChild()
            try editor.event(#""event":"frame-read""#)
            kill(first, SIGKILL)
            try editor.event(#""event":"peer-gone""#)
            try editor.event(#""event":"restarting","deaths":1"#)
            try editor.event(#""event":"restarted","epoch":2"#)
            let second = try editor.spawnedChild()
            try editor.event(#""event":"frame-published""#, "\"pid\":\(second)")
            try editor.event(#""event":"frame-read""#)
            kill(second, SIGKILL)
            #expect(try editor.end() == .exited(code: 15))
            #expect(try FileListing.names(in: directory) == [])
        }
    }

    @Test("a replacement does not hold where the first runtime held")
    func replacementDoesNotHold() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(
                directory,
                ["--seconds", "60", "--runtime-arg", "--hold-at", "--runtime-arg", "before-hello"])
            let first = try editor.spawnedChild()
            try editor.event(#""event":"hold""#)
            kill(first, SIGKILL)
            try editor.event(#""event":"restarted","epoch":2"#)
            try editor.stop()
        }
    }

    @Test("a runtime that ignores Shutdown gets SIGTERM (18), one that is stopped SIGKILL (19)")
    func forced() throws {
        try withTemporaryDirectory { directory in
            let holding = try editor(
                directory,
                ["--seconds", "1", "--runtime-arg", "--hold-at", "--runtime-arg", "shutdown"])
            #expect(try holding.end() == .exited(code: 18))
            let stopped = try editor(directory, ["--seconds", "60", "--no-heartbeat"])
            let runtime = try stopped.spawnedChild()
            try stopped.event(#""event":"round-checked""#)
            kill(runtime, SIGSTOP)
            try stopped.signal(SIGINT)
            #expect(try stopped.end() == .exited(code: 19))
            #expect(try FileListing.names(in: directory) == [])
        }
    }

    @Test("a killed editor's runtime ends with 0 and removes the socket that bears its pid")
    func editorKilled() throws {
        let editor = try StubProcess("weld-editor", ["--headless", "--seconds", "60"])
        let path = try Endpoint.socketPath(baseName: Endpoint.baseName(editorPID: editor.pid))
        try editor.event(#""event":"frame-read""#)
        #expect(try DescriptorFacts.at(path)?.mode == 0o600)
        try editor.signal(SIGKILL)
        try editor.event(#""role":"runtime","event":"peer-gone""#)
        try editor.event(#""role":"runtime","event":"swept""#, path)
        try editor.event(#""role":"runtime","event":"exiting","code":0"#)
        #expect(try DescriptorFacts.at(path) == nil)
        _ = try editor.end()
    }

    @Test("a runtime that cannot be started ends the editor with 11 and one sentence")
    func noRuntime() throws {
        try withTemporaryDirectory { directory in
            let plain = "\(directory)/plain"
            _ = try RegularFile.create(plain)
            for path in ["\(directory)/missing", plain, directory] {
                let editor = try editor(directory, ["--runtime", path])
                #expect(try editor.end() == .exited(code: 11))
                let log = try editor.logText()
                #expect(log.hasPrefix("weld-editor: cannot start the runtime: spawn \(path)"))
                #expect(log.filter { $0 == "\n" }.count == 1)
            }
            #expect(try FileListing.names(in: directory) == ["plain"])
        }
    }

    @Test("a runtime that exits at once is a death; twice is 15")
    func runtimeExits() throws {
        try withTemporaryDirectory { directory in
            let editor = try editor(directory, ["--runtime", "/bin/true"])
            #expect(try editor.end() == .exited(code: 15))
        }
    }
}
