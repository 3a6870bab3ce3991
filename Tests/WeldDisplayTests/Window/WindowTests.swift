import Glibc
import Testing
import WeldPlatform

@Suite(
    "A real window of a compositor without a screen", .serialized,
    .enabled(if: HeadlessSway.isPossible, "sway, and setpriv for root, start the compositor"))
struct WindowTests {
    @Test(
        "every picture is whole when read and when shown, and the validation layer is content",
        arguments: [
            ("mailbox", "import", "copy"), ("fifo", "import", "copy"),
            ("mailbox", "staging", "copy"), ("mailbox", "import", "draw"),
            ("fifo", "staging", "draw"),
        ])
    func pictures(mode: String, upload: String, blit: String) throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            [
                "--seconds", "2", "--validation", "on", "--present-mode", mode, "--upload", upload,
                "--blit", blit,
            ], environment: sway.clientEnvironment, in: sway.directory)
        #expect(try editor.end() == .exited(code: 0))
        #expect(
            editor.count(
                #""event":"display""#, #""sync_validation":true"#, mode,
                #""upload":"\#(upload)","blit":"\#(blit)""#) == 1)
        #expect(editor.count(#""event":"window","width":1280,"height":720"#) == 1)
        #expect(editor.count(#""event":"frame-presented""#, #""witness":"#, #""age_ns":"#) > 0)
        #expect(editor.count(#""event":"frame-"#, #""torn":true"#) == 0)
        #expect(editor.count(#""event":"validation-message""#) == 0)
        #expect(editor.count(#""event":"display-ended""#, #""validation_messages":0"#) == 1)
        #expect(editor.count(#""event":"reaped""#, "exited(0)") == 1)
    }

    @Test("without being told, slots are read in place and copied, where the driver offers it")
    func bestWays() throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "1"], environment: sway.clientEnvironment, in: sway.directory)
        #expect(try editor.end() == .exited(code: 0))
        #expect(editor.count(#""event":"display""#, #""upload":"import","blit":"copy""#) == 1)
        #expect(editor.count(#""event":"frame-presented""#, #""witness":"#) > 0)
    }

    @Test("two slots do not begin at pages: they are copied, and asking for more is refused")
    func twoSlots() throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "1", "--viewport", "two-slot"], environment: sway.clientEnvironment,
            in: sway.directory)
        #expect(try editor.end() == .exited(code: 0))
        #expect(editor.count(#""event":"display""#, #""upload":"staging""#) == 1)
        let refused = try EditorProcess(
            ["--viewport", "two-slot", "--upload", "import"], environment: sway.clientEnvironment,
            in: sway.directory)
        #expect(try refused.end() == .exited(code: 17))
        #expect(try refused.logLines().last?.contains("use --upload staging") == true)
    }

    @Test(
        "torn-present is seen in what is shown and not in what was read",
        arguments: ["import", "staging"])
    func torn(upload: String) throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "2", "--sabotage", "torn-present", "--upload", upload],
            environment: sway.clientEnvironment, in: sway.directory)
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
