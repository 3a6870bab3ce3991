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
        let listener = try StreamSocket.make()
        try StreamSocket.bind(listener.rawValue, to: path)
        defer { try? StreamSocket.unlink(path) }
        try StreamSocket.listen(listener.rawValue, backlog: 1)
        #expect(
            try refusal(environment: ["WAYLAND_DISPLAY=\(path)"]).contains("does not answer"))
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
