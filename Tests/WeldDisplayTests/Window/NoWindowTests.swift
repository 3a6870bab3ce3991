import Glibc
import Testing
import WeldPlatform

@Suite("Where there can be no window")
struct NoWindowTests {
    /// Runs an editor that cannot have a window; returns the one sentence that it says.
    private func refusal(
        _ arguments: [String] = [], environment: [String]
    ) throws -> String {
        var template = Array("/tmp/weld-no-window-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else {
            throw SystemError(code: errno, operation: "make a directory")
        }
        let own = unsafe String(cString: made)
        defer { unsafe rmdir(own) }
        let editor = try EditorProcess(
            arguments, environment: environment, in: own)
        #expect(try editor.end() == .exited(code: 17))
        #expect(editor.count(#""event":"spawned""#) == 0)
        #expect(try FileListing.names(in: own) == [])
        let lines = try editor.logLines()
        #expect(lines.count == 1)
        return lines.first ?? ""
    }

    @Test("without a compositor's name: 17 and a sentence that says so")
    func noName() throws {
        #expect(try refusal(environment: []).contains("XDG_RUNTIME_DIR"))
    }

    @Test("where nobody listens: 17 and the path")
    func nobody() throws {
        let said = try refusal(environment: ["WAYLAND_DISPLAY=/nowhere/wayland-7"])
        #expect(said.contains("no Wayland compositor") && said.contains("/nowhere/wayland-7"))
    }

    @Test("a compositor that accepts and says nothing is given up")
    func silent() throws {
        let path = "/tmp/weld-silent-\(getpid())"
        let listener = try ListeningSocket(path: path, backlog: 1)
        #expect(
            try refusal(environment: ["WAYLAND_DISPLAY=\(listener.path)"])
                .contains("does not answer"))
    }

    @Test(
        "without a Vulkan driver, or without the layer that was asked for: 17 and what is missing",
        .enabled(if: HeadlessSway.isPossible, "sway, and setpriv for root, start the compositor"))
    func noDriver() throws {
        let sway = try HeadlessSway()
        let driver = try refusal(
            environment: sway.environment + ["VK_DRIVER_FILES=/nowhere.json"])
        #expect(driver.contains("no Vulkan driver"))
        let layer = try refusal(
            ["--validation", "on"],
            environment: sway.clientEnvironment + ["VK_LAYER_PATH=/nowhere"])
        #expect(layer.contains("VK_LAYER_KHRONOS_validation is not installed"))
    }
}

@Suite("What --help says about the window")
struct HelpTests {
    @Test("every option of the window, word by word")
    func options() throws {
        let help = try EditorProcess.output(of: ["--help"])
        #expect(
            help.contains(
                """
                  --headless              Reads the pictures without showing them: no window.

                """))
        #expect(
            help.contains(
                """
                  --fullscreen            Asks the compositor for the whole screen.
                  --present-mode MODE     How pictures wait for the screen: mailbox (if not
                                          given), the newest replaces the one that waits, or
                                          fifo, each is shown.
                  --blit WAY              How a picture gets into the window: copy, where size
                                          and format allow it, or draw, the original's triangle.
                                          The first that is offered if not given.
                  --upload WAY            How a picture gets to the device: import, which reads
                                          the runtime's slot in place, or staging, which copies
                                          it. The first that is offered if not given.
                  --validation on|off     Lets the Vulkan validation layer check every call,
                                          synchronization included; it must be installed, and is
                                          asked first whether it is silent. off if not given.

                """))
        #expect(help.contains("  17  no window or no GPU\n"))
    }
}
