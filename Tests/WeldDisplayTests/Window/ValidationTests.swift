import Testing
import WeldPlatform

@testable import WeldDisplay

@Suite(
    "Whether the validation layer speaks", .serialized,
    .enabled(if: HeadlessSway.isPossible, "sway, and setpriv for root, start the compositor"))
struct ValidationTests {
    @Test(
        "a barrier that is missing is reported, whichever way pictures go",
        arguments: ["copy", "draw"])
    func hazard(blit: String) throws {
        let sway = try HeadlessSway()
        let editor = try EditorProcess(
            ["--seconds", "1", "--validation", "on", "--sabotage", "sync-hazard", "--blit", blit],
            environment: sway.clientEnvironment, in: sway.directory)
        #expect(try editor.end() == .exited(code: 0))
        #expect(editor.count(#""event":"validation-message""#, "SYNC-HAZARD") > 0)
        #expect(editor.count(DeliberateHazard.name.description) == 0)
    }

    @Test(
        "a layer that is silenced from outside ends the editor with 17 and a sentence",
        arguments: [
            "VK_LAYER_MESSAGE_ID_FILTER=SYNC-HAZARD-WRITE-AFTER-WRITE",
            "VK_LAYER_SETTINGS_PATH=vk_layer_settings.txt",
        ])
    func silenced(variable: String) throws {
        let sway = try HeadlessSway()
        let file = try RegularFile.create("\(sway.directory)/vk_layer_settings.txt")
        let settings = "khronos_validation.message_id_filter = SYNC-HAZARD-WRITE-AFTER-WRITE\n"
        _ = unsafe try Array(settings.utf8).withUnsafeBytes { unsafe try file.write($0) }
        let editor = try EditorProcess(
            ["--validation", "on"],
            environment: sway.clientEnvironment + [
                variable.replacing("=vk_layer", with: "=\(sway.directory)/vk_layer")
            ], in: sway.directory)
        #expect(try editor.end() == .exited(code: 17))
        #expect(try editor.logLines().last?.contains("something silences it") == true)
    }

    @Test("only the hazard by its name, and only when it is expected, is no complaint")
    func expected() {
        let log = ValidationLog { _ in }
        let meant = ValidationMessage(
            severity: "error", id: DeliberateHazard.rule,
            text: "Hazard for VkBuffer 0x5[\(DeliberateHazard.name)].")
        let other = ValidationMessage(
            severity: "error", id: DeliberateHazard.rule, text: "Hazard for VkBuffer 0x6[].")
        log.take(meant)
        #expect(log.messages == 1)
        log.expectHazard()
        log.take(other)
        #expect(log.messages == 2)
        log.take(meant)
        #expect(log.messages == 2)
        #expect(log.heardHazard())
        log.take(meant)
        #expect(log.messages == 3)
    }

    @Test("a layer that said nothing was not heard")
    func unheard() {
        let log = ValidationLog { _ in }
        log.expectHazard()
        #expect(!log.heardHazard())
    }
}
