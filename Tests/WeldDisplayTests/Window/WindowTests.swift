import Glibc
import Testing
import WeldPlatform

@Suite(
    "A real window of a compositor without a screen", .serialized,
    .enabled(if: HeadlessSway.isPossible, "sway, and setpriv for root, start the compositor"))
struct WindowTests {
    @Test(
        "every picture is whole when read and when shown, and the validation layer is content",
        arguments: ["mailbox", "fifo"])
    func pictures(mode: String) throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "2", "--validation", "on", "--present-mode", mode],
            environment: sway.clientEnvironment, in: sway.directory)
        #expect(try editor.end() == .exited(code: 0))
        #expect(editor.count(#""event":"display""#, #""sync_validation":true"#, mode) == 1)
        #expect(editor.count(#""event":"window","width":1280,"height":720"#) == 1)
        #expect(editor.count(#""event":"frame-presented""#, #""witness":"#, #""age_ns":"#) > 0)
        #expect(editor.count(#""event":"frame-"#, #""torn":true"#) == 0)
        #expect(editor.count(#""event":"validation-message""#) == 0)
        #expect(editor.count(#""event":"display-ended""#, #""validation_messages":0"#) == 1)
        #expect(editor.count(#""event":"reaped""#, "exited(0)") == 1)
    }

    @Test("torn-present is seen in what is shown and not in what was read")
    func torn() throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "2", "--sabotage", "torn-present"], environment: sway.clientEnvironment,
            in: sway.directory)
        #expect(try editor.end() == .exited(code: 0))
        #expect(editor.count(#""event":"frame-presented""#, #""torn":true"#) > 0)
        #expect(editor.count(#""event":"frame-read""#, #""torn":true"#) == 0)
    }

    @Test("a window that is resized gets another swapchain and goes on, scaled without a witness")
    func resized() throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "4", "--validation", "on"], environment: sway.clientEnvironment,
            in: sway.directory)
        try editor.event(#""event":"frame-presented""#)
        try sway.message("output", "HEADLESS-1", "mode", "--custom", "800x600@64Hz")
        try editor.event(#""event":"window","width":800,"height":600"#)
        #expect(try editor.end() == .exited(code: 0))
        #expect(editor.count(#""event":"display-ended""#, #""recreated":1"#) == 1)
        #expect(editor.count(#""event":"validation-message""#) == 0)
        #expect(editor.lines.last { $0.contains("frame-presented") }?.contains("witness") == false)
    }

    @Test("a compositor that dies ends the editor with 17 and one sentence, the runtime cleanly")
    func dyingCompositor() throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "60"], environment: sway.clientEnvironment, in: sway.directory)
        try editor.event(#""event":"frame-presented""#)
        try sway.signal(SIGKILL)
        #expect(try editor.end() == .exited(code: 17))
        let complaints = try editor.logLines().filter { !$0.contains("runtime says") }
        #expect(complaints.count == 1)
        #expect(complaints.allSatisfy { $0.contains("the Wayland compositor is gone") })
        #expect(editor.count(#""event":"stopping","reason":"display-lost""#) == 1)
        #expect(editor.count(#""event":"reaped""#, "exited(0)") == 1)
        #expect(editor.count(#""event":"display-ended""#) == 1)
    }

    @Test(
        "a compositor that stands still stops neither the editor's heart nor its end",
        arguments: ["mailbox", "fifo"])
    func stoppedCompositor(mode: String) throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "3", "--present-mode", mode], environment: sway.clientEnvironment,
            in: sway.directory)
        try editor.event(#""event":"frame-presented""#)
        try sway.signal(SIGSTOP)
        #expect(try editor.end() == .exited(code: 0))
        #expect(editor.count(#""event":"heartbeat-acked""#) > 0)
        #expect(editor.count(#""event":"heartbeat-missed""#) == 0)
    }
}
