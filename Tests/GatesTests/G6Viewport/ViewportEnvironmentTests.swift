import Testing

@testable import Gates

@Suite("What a viewport attempt's programs find around them")
struct ViewportEnvironmentTests {
    private func variables(
        _ inherited: [String], adding additions: [String: String] = [:]
    ) -> [String: String] {
        let pairs = ViewportEnvironment.variables(
            from: inherited, home: "/judge", adding: additions
        ).map { pair in
            (String(pair.prefix { $0 != "=" }), String(pair.drop { $0 != "=" }.dropFirst()))
        }
        return Dictionary(pairs) { first, _ in first + " twice" }
    }

    @Test(
        "Nothing of the user's chooses, silences or replaces what is judged",
        arguments: [
            // The validation layer's messages.
            "VK_LAYER_PATH", "VK_LAYER_SETTINGS_PATH", "VK_LAYER_MESSAGE_ID_FILTER",
            "VK_LAYER_DISABLES", "VK_ADD_LAYER_PATH",
            // Other layers.
            "VK_INSTANCE_LAYERS", "VK_IMPLICIT_LAYER_PATH", "VK_ADD_IMPLICIT_LAYER_PATH",
            "VK_LOADER_LAYERS_ENABLE", "VK_LOADER_LAYERS_DISABLE", "VK_LOADER_DEBUG",
            // Drivers.
            "VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_ADD_DRIVER_FILES",
            "VK_LOADER_DRIVERS_SELECT", "MESA_VK_DEVICE_SELECT", "MESA_LOADER_DRIVER_OVERRIDE",
            "LP_NUM_THREADS", "GALLIUM_DRIVER", "LIBGL_ALWAYS_SOFTWARE",
            // The compositor.
            "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "WAYLAND_DEBUG", "DISPLAY", "SWAYSOCK",
            "WLR_RENDERER",
            // Where files of the user's are found.
            "XDG_CONFIG_DIRS", "XDG_DATA_DIRS",
            // Code of somebody else's.
            "LD_PRELOAD", "LD_AUDIT",
            // Languages and times.
            "LANG", "LC_MESSAGES", "TZ",
        ])
    func dropped(name: String) {
        #expect(variables(["\(name)=theirs"])[name] == nil)
    }

    @Test(
        "All of a program's own places are the judge's",
        arguments: [
            "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
        ])
    func places(name: String) {
        #expect(variables(["\(name)=/home/theirs"])[name] == "/judge")
        #expect(variables([])[name] == "/judge")
    }

    @Test(
        "Programs and libraries are found, and sanitizers told, as everywhere",
        arguments: ["PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"])
    func kept(name: String) {
        #expect(variables(["\(name)=a=b"])[name] == "a=b")
    }

    @Test("What the judge sets takes the place of what was there, its own places included")
    func additions() {
        let found = variables(
            ["PATH=/theirs", "VK_DRIVER_FILES=/theirs"],
            adding: ["PATH": "/judge/bin", "VK_DRIVER_FILES": "/lvp.json", "HOME": "/other"])
        #expect(found["PATH"] == "/judge/bin")
        #expect(found["VK_DRIVER_FILES"] == "/lvp.json")
        #expect(found["HOME"] == "/other")
    }

    @Test("A stub starts in its own directory with its descriptors and nothing of the attempt's")
    func surroundings() {
        let surroundings = ViewportEnvironment.surroundings(
            in: "/judge/e", adding: ["WAYLAND_DISPLAY": "/w"])
        #expect(surroundings.directory == "/judge/e")
        let environment = surroundings.environment ?? []
        #expect(environment.contains("HOME=/judge/e"))
        #expect(environment.contains("WAYLAND_DISPLAY=/w"))
    }
}
