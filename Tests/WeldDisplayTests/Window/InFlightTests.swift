import Glibc
import Testing
import WeldPlatform

@Suite(
    "A slot that the device reads in place", .serialized,
    .enabled(if: HeadlessSway.isPossible, "sway, and setpriv for root, start the compositor"))
struct InFlightTests {
    /// An editor whose runtime draws without a pause.
    private func unthrottled(
        _ arguments: [String] = [], _ sway: HeadlessSway, environment: [String] = []
    ) throws -> EditorProcess {
        try EditorProcess(
            arguments + ["--upload", "import", "--runtime-arg", "--hz", "--runtime-arg", "0"],
            environment: sway.clientEnvironment + environment, in: sway.directory)
    }

    private func expectWhole(_ editor: EditorProcess) {
        #expect(editor.count(#""event":"frame-presented""#, #""witness":"#) > 0)
        #expect(editor.count(#""event":"frame-"#, #""torn":true"#) == 0)
    }

    @Test("survives a reader that stands still while the writer is at full speed")
    func stoppedReader() throws {
        let sway = try HeadlessSway()
        let editor = try unthrottled(["--seconds", "3"], sway)
        try editor.event(#""event":"frame-presented""#)
        for _ in 0..<10 {
            try editor.signal(SIGSTOP)
            // Long enough for the writer to pass through every slot that is not the reader's.
            for _ in 0..<20 {
                try editor.event(#""event":"frame-published""#, after: editor.lines.count)
            }
            try editor.signal(SIGCONT)
            try editor.event(#""event":"frame-presented""#, after: editor.lines.count)
        }
        #expect(try editor.end() == .exited(code: 0))
        expectWhole(editor)
    }

    @Test("is not given to the successor of a runtime that was killed while it drew")
    func killedRuntime() throws {
        let sway = try HeadlessSway()
        let editor = try unthrottled(["--seconds", "4"], sway)
        try editor.event(#""event":"frame-presented""#)
        let runtime = try #require(editor.number("child", of: "spawned"))
        #expect(kill(pid_t(runtime), SIGKILL) == 0)
        try editor.event(#""event":"restarted""#)
        let seen = editor.lines.count
        try editor.event(#""epoch":2"#, after: seen)
        #expect(try editor.end() == .exited(code: 0))
        expectWhole(editor)
        #expect(editor.count(#""event":"frame-presented""#, #""epoch":2"#) > 0)
    }

    @Test("outlives a window that is resized, scaled and back")
    func resized() throws {
        let sway = try HeadlessSway()
        let editor = try unthrottled(["--seconds", "5", "--validation", "on"], sway)
        try editor.event(#""event":"frame-presented""#)
        for size in ["800x600", "1280x720"] {
            try sway.message("output", "HEADLESS-1", "mode", "--custom", "\(size)@64Hz")
            let parts = size.split(separator: "x")
            try editor.event(
                #""event":"window","width":\#(parts[0]),"height":\#(parts[1])"#,
                after: editor.lines.count)
        }
        try editor.event(#""event":"frame-presented""#, after: editor.lines.count)
        #expect(try editor.end() == .exited(code: 0))
        expectWhole(editor)
        #expect(editor.count(#""event":"validation-message""#) == 0)
        #expect(editor.number("recreated", of: "display-ended") == 2)
    }

    @Test("comes back from a device that is lost, and the window goes on with another")
    func lostDevice() throws {
        let sway = try HeadlessSway()
        let layer = try LostDeviceLayer(in: sway.directory)
        let editor = try unthrottled(
            ["--seconds", "3"], sway, environment: layer.environment(losingAt: 5))
        #expect(try editor.end() == .exited(code: 0))
        expectWhole(editor)
        #expect(editor.number("devices_lost", of: "display-ended") == 1)
        #expect(editor.number("presented", of: "display-ended") ?? 0 > 10)
    }

    @Test("a device that is lost with its first picture ends the window with 17")
    func lostAtOnce() throws {
        let sway = try HeadlessSway()
        let layer = try LostDeviceLayer(in: sway.directory)
        let editor = try unthrottled(
            ["--seconds", "3"], sway, environment: layer.environment(losingAt: 1))
        #expect(try editor.end() == .exited(code: 17))
        #expect(editor.count(#""event":"reaped""#, "exited(0)") == 1)
    }
}
