import Foundation
import GateHost
import GateKit
import GateStore
import Glibc
import Testing

/// Runs that somebody's shell, terminal or environment would steer (platform.md#surroundings).
@Suite("Surroundings")
struct SurroundingsTests {
    /// How a shell ended: its code, and what it printed.
    private struct Ended {
        var code: Int32
        var output: String
    }

    /// Runs a script in a folder; `W` is the program, `$RUN` its quickest run.
    private func shell(
        _ script: String, in folder: Folder, adding variables: [String: String] = [:]
    ) throws -> Ended {
        let run = (Command.quick + ["--lock", folder.lock]).joined(separator: " ")
        let text = "cd '\(folder.path)'; W='\(folder.program)'; RUN='\(run)'; \(script)"
        let command = BoundedCommand(
            path: "/bin/bash", arguments: ["-c", text],
            environment: ChildEnvironment.variables(
                adding: variables.merging(["TMPDIR": folder.path]) { first, _ in first }))
        let outcome = try command.run(until: .after(.seconds(110)))
        guard case .ended(.exited(let code), let output, _) = outcome else {
            Issue.record("\(script): \(outcome)")
            return Ended(code: -1, output: "")
        }
        return Ended(code: code, output: String(decoding: output, as: UTF8.self))
    }

    /// How the first run of the folder's store ended, and what is in the folder besides.
    private func state(_ folder: Folder) throws -> RunRecord.State {
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.filter { $0.hasPrefix("weld-gates-") } == [])
        return try GateStore.openReadOnly(path: "\(folder.path)/results/results.db").run(1).state
    }

    @Test(
        "a run whose streams are closed, full or without a reader comes to its end",
        arguments: [
            "\"$W\" $RUN 2>&1 | head -1", "\"$W\" $RUN >&- 2>&- <&-",
            "\"$W\" $RUN --verbose 2>&- <&- >/dev/null", "\"$W\" $RUN >/dev/full 2>/dev/full",
            // A pipe that is full before the run begins, and that nobody reads.
            """
            mkfifo pipe; sleep 100 <pipe & exec 3>pipe; timeout 1 head -c 70000 /dev/zero >&3
            "$W" $RUN --verbose 2>&3 >/dev/null
            """,
        ])
    func streams(script: String) throws {
        let folder = try Folder()
        _ = try shell(script, in: folder)
        #expect(try state(folder) == .finished)
    }

    @Test(
        "every command ends by itself, and not by a signal, without any stream",
        arguments: [
            "list", "list --json", "doctor", "report", "report -o -", "verify", "bench --no-wait",
            "--help", "--gate G9", "replay nowhere", "attempt", "floor-peer", "calibrate --runs x",
        ])
    func commands(arguments: String) throws {
        let folder = try Folder()
        for streams in [">&- 2>&- <&-", "2>&1 </dev/null | true"] {
            let ended = try shell(
                "\"$W\" \(arguments) \(streams); echo ${PIPESTATUS[0]}", in: folder)
            #expect((Int32(ended.output.dropLast()) ?? 999) < 128, "\(arguments) \(streams)")
        }
    }

    @Test(
        "an ignored signal stays ignored, and ends no run",
        arguments: ["HUP", "INT", "TERM"])
    func ignored(signal: String) throws {
        let folder = try Folder()
        let ended = try shell(
            """
            (trap '' \(signal); exec "$W" $RUN >/dev/null 2>log) & pid=$!
            until grep -q 'run 1' log 2>/dev/null; do sleep 0.01; done
            kill -\(signal) $pid; wait $pid
            """, in: folder)
        #expect(ended.code == RunExitCode.inconclusive.rawValue)
        #expect(try state(folder) == .finished)
    }

    @Test(
        "children's ends are known although they were ignored, and blocked signals arrive")
    func children() throws {
        let folder = try Folder()
        let block = "import os,signal as s;s.pthread_sigmask(s.SIG_BLOCK,range(1,65))"
        let ended = try shell(
            """
            trap '' CHLD PIPE ALRM USR1
            exec python3 -c '\(block); os.execv("'"$W"'", ["weld-gates"] + "'"$RUN"'".split())'
            """, in: folder)
        #expect(ended.code == RunExitCode.inconclusive.rawValue)
        #expect(ended.output.contains("GO (unproven)"))
        #expect(try state(folder) == .finished)
    }

    @Test(
        "subjects find a built environment and leave no core file")
    func subjects() throws {
        let folder = try Folder()
        try folder.copyPrograms()
        try folder.recordRuntime()
        let hostile = [
            "WAYLAND_SOCKET": "99", "WAYLAND_DISPLAY": "/nowhere", "VK_INSTANCE_LAYERS": "none",
            "VK_DRIVER_FILES": "/nowhere", "MALLOC_PERTURB_": "7", "GLIBC_TUNABLES": "x=y",
            "LC_MESSAGES": "tr_TR.UTF-8", "SWIFT_DEBUG_X": "1", "CI": "false", "GIT_DIR": "/no",
        ]
        _ = try shell("ulimit -c unlimited; \"$W\" $RUN", in: folder, adding: hostile)
        let seen = try String(contentsOfFile: "\(folder.path)/seen", encoding: .utf8)
        let lines = Set(seen.split(separator: "\n").map(String.init))
        #expect(lines.contains("core 0 0"))
        for name in hostile.keys { #expect(!lines.contains { $0.hasPrefix("\(name)=") }) }
        let allowed =
            ["LC_ALL", "SWIFT_BACKTRACE", "HOME", "PWD", "SHLVL", "_", "OLDPWD", "core 0 0"]
            + ChildEnvironment.passed.map(\.name)
        for line in lines {
            #expect(allowed.contains(String(line.prefix { $0 != "=" })), "\(line)")
        }
        let run = try GateStore.openReadOnly(path: "\(folder.path)/results/results.db").run(1)
        #expect(run.hostClass == "dev")
        #expect(run.fact("ci") == "no")
    }

    @Test(
        "a word in CI that says no is none, any other is one",
        arguments: [
            ("false", "no"), ("FALSE", "no"), ("0", "no"), ("no", "no"), ("off", "no"), ("", "no"),
            ("true", "yes"), ("1", "yes"), ("woodpecker", "yes"),
        ])
    func continuousIntegration(word: String, expected: String) throws {
        let folder = try Folder()
        // A selection without a binary: nothing is attempted, and the run is stored.
        try FileManager.default.copyItem(
            atPath: folder.program, toPath: "\(folder.path)/weld-gates")
        folder.program = "\(folder.path)/weld-gates"
        _ = try shell("\"$W\" $RUN", in: folder, adding: ["CI": word])
        let run = try GateStore.openReadOnly(path: "\(folder.path)/results/results.db").run(1)
        #expect(run.fact("ci") == expected)
        #expect(run.hostClass == (expected == "yes" ? "ci" : "dev"))
    }

    @Test("a mistake on the command line does not drive the terminal")
    func typed() throws {
        let folder = try Folder()
        let ended = try shell("\"$W\" --gate $'\\e]0;x\\a\\u202e' 2>&1", in: folder)
        #expect(ended.code == RunExitCode.usage.rawValue)
        #expect(ended.output.contains("\\u{1B}]0;x\\u{07}\\u{202E}"))
        #expect(!ended.output.unicodeScalars.contains("\u{1B}"))
    }
}

extension Folder {
    /// Has the copied runtime write its environment and its limits before it begins.
    fileprivate func recordRuntime() throws {
        let runtime = "\(path)/weld-runtime"
        try FileManager.default.moveItem(atPath: runtime, toPath: "\(path)/real-runtime")
        let script = """
            #!/bin/sh
            env >'\(path)/seen'
            echo "core $(ulimit -Sc) $(ulimit -Hc)" >>'\(path)/seen'
            exec '\(path)/real-runtime' "$@"

            """
        try script.write(toFile: runtime, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: runtime)
    }
}
