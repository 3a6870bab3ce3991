import GateHost
import Testing

/// What children of the judge find around them (platform.md#surroundings).
@Suite("Environment of children")
struct ChildEnvironmentTests {
    private func table(_ inherited: [String], isAttempt: Bool = false) -> [String: String] {
        ChildEnvironment.table(isAttempt: isAttempt, from: inherited)
    }

    @Test(
        "nothing that is not on the list reaches a child",
        arguments: [
            // Code and memory of somebody else's.
            "LD_PRELOAD", "LD_AUDIT", "LD_DEBUG", "LD_BIND_NOW", "GLIBC_TUNABLES",
            "MALLOC_ARENA_MAX",
            "MALLOC_PERTURB_", "MALLOC_CHECK_", "SWIFT_DEBUG_ENABLE_MALLOC_SCRIBBLE",
            "LIBDISPATCH_COOPERATIVE_POOL_STRICT", "GCOV_PREFIX", "LLVM_PROFILE_FILE",
            // Windows.
            "WAYLAND_SOCKET", "WAYLAND_DISPLAY", "WAYLAND_DEBUG", "DISPLAY", "VK_INSTANCE_LAYERS",
            "VK_LAYER_PATH", "VK_LOADER_DEBUG", "LIBGL_ALWAYS_SOFTWARE", "MESA_DEBUG",
            "XDG_CONFIG_HOME", "XDG_DATA_DIRS", "XDG_SESSION_TYPE",
            // Tools.
            "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CONFIG_COUNT", "GIT_EXTERNAL_DIFF",
            "PYTHONPATH", "GDBHISTFILE", "PAGER", "BASH_ENV", "ENV", "IFS",
            // Words and times.
            "LANG", "LC_MESSAGES", "LANGUAGE", "TZ", "TERM", "CI", "COLUMNS", "NOTIFY_SOCKET",
        ])
    func dropped(name: String) {
        #expect(table(["\(name)=theirs"])[name] == nil)
        #expect(table(["\(name)=theirs"], isAttempt: true)[name] == nil)
    }

    @Test("everything on the list reaches a child, each with a reason", arguments: [true, false])
    func kept(isAttempt: Bool) {
        for passed in ChildEnvironment.passed {
            let found = table(["\(passed.name)=a=b"], isAttempt: isAttempt)[passed.name]
            #expect(found == (passed.isForAttempts && !isAttempt ? nil : "a=b"))
            #expect(!passed.reason.isEmpty)
        }
    }

    @Test("language, home and backtraces are the judge's, whatever was found")
    func own() {
        let found = table(["LC_ALL=tr_TR.UTF-8", "HOME=/home/x", "SWIFT_BACKTRACE=enable=yes"])
        #expect(found["LC_ALL"] == "C.UTF-8")
        #expect(found["HOME"] == "/tmp")
        #expect(found["SWIFT_BACKTRACE"] == "enable=no")
        #expect(table(["TMPDIR=/scratch"])["HOME"] == "/scratch")
    }

    @Test("of a name that stands twice the first counts, and what is no variable is passed over")
    func odd() {
        let found = table(["PATH=/a", "PATH=/b", "PATH", "=x", ""])
        #expect(found["PATH"] == "/a")
        #expect(Set(found.keys) == ["PATH", "LC_ALL", "HOME", "SWIFT_BACKTRACE"])
    }

    @Test("what can change the judged is told with its value")
    func steering() {
        let found = ChildEnvironment.steering(from: ["PATH=/a", "LD_LIBRARY_PATH=/b", "TMPDIR=/c"])
        #expect(found.map(\.name) == ["LD_LIBRARY_PATH"])
        #expect(found.map(\.value) == ["/b"])
    }

    @Test("a child that is started without an environment of its own finds the built one")
    func child() throws {
        let command = BoundedCommand(path: "/usr/bin/env", arguments: [])
        let outcome = try command.run(until: .after(.seconds(30)))
        guard case .ended(.exited(code: 0), let output, _) = outcome else {
            Issue.record("env ended as \(outcome)")
            return
        }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(lines.sorted() == ChildEnvironment.variables().sorted())
    }
}
