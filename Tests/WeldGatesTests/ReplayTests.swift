import Foundation
import GateKit
import Testing

/// Scripts of past failures, and scripts that are none.
@Suite("Replay")
struct ReplayTests {
    /// The scripts that are stored with the fuzzer's own tests.
    private static let stored: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("GateFuzzTests/Scripts").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".fuzz") }.sorted().map { "\(folder)/\($0)" }
    }()

    @Test("what failed once holds on the real stubs", arguments: stored)
    func holds(script: String) throws {
        let folder = try Folder()
        let command = try Command(["replay", script], in: folder)
        #expect(command.code == 0, "\(command.output)\(command.errors)")
        #expect(command.output.contains("ok    connection 1: expected "))
        #expect(!folder.holds("results"))
    }

    @Test("there are stored scripts for both stubs")
    func both() {
        #expect(Self.stored.contains { $0.contains("/editor-") })
        #expect(Self.stored.contains { $0.contains("/runtime-") })
    }

    @Test("an expectation that does not hold is 100 and says what was seen")
    func violated() throws {
        let folder = try Folder()
        try folder.write(
            "wrong.fuzz",
            "weld-fuzz 1\nprotocol 1\nsubject runtime\nconnect\ngreet\n"
                + "frame Echo sequence=1 @hash=1\nexpect invalidMagic\n")
        let command = try Command(["replay", "wrong.fuzz"], in: folder)
        #expect(command.code == RunExitCode.noGo.rawValue)
        #expect(
            command.output.hasPrefix(
                "WRONG connection 1: expected invalidMagic, observed schemaHashMismatch"))
    }

    @Test(
        "a script that cannot be replayed is 64 and one sentence",
        arguments: [
            ("weld-fuzz 1\nprotocol 2\n", "line 2: the script is of protocol version 2"),
            ("hello", "line 1: expected"),
            (
                "weld-fuzz 1\nprotocol 1\nsubject editor\nconnect\nframe Ping\nexpect served\n",
                "line 5: Ping is no message of this protocol"
            ),
        ])
    func malformed(text: String, sentence: String) throws {
        let folder = try Folder()
        try folder.write("bad.fuzz", text)
        let command = try Command(["replay", "bad.fuzz"], in: folder)
        #expect(command.code == RunExitCode.usage.rawValue)
        #expect(command.errors.hasPrefix("weld-gates: bad.fuzz, \(sentence)"))
        #expect(command.errors.split(separator: "\n").count == 1)
        #expect(command.output.isEmpty)
    }

    @Test("a script that is not there, and a stub that is not there, have their own codes")
    func missing() throws {
        let folder = try Folder()
        let none = try Command(["replay", "none.fuzz"], in: folder)
        #expect(none.code == RunExitCode.usage.rawValue)
        let command = try Command(
            ["replay", Self.stored[0], "--editor", "/none", "--runtime", "/none"], in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(
            command.errors
                == "weld-gates: '/none' is no program that can be started; name another, or build it\n"
        )
    }

    /// Ten pauses of ten seconds each.
    private static let slow =
        "weld-fuzz 1\nprotocol 1\nsubject runtime\nconnect\ngreet\n"
        + String(repeating: "pause 10000000\n", count: 10) + "expect served\n"

    @Test(
        "a script that takes longer than it may is ended, and leaves nothing")
    func limited() throws {
        let folder = try Folder()
        try folder.write("slow.fuzz", Self.slow)
        let command = try Command(
            ["replay", "slow.fuzz", "--timeout", "1"], in: folder,
            environment: ["TMPDIR": folder.path])
        #expect(command.code == RunExitCode.inconclusive.rawValue)
        #expect(
            command.errors
                == "weld-gates: the replay took longer than 1.0 s; --timeout gives it more\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["slow.fuzz"])
    }

    @Test(
        "a replay that is interrupted ends, and leaves nothing",
        arguments: [SIGINT, SIGTERM, SIGHUP])
    func interrupted(signal: Int32) throws {
        let folder = try Folder()
        try folder.write("slow.fuzz", Self.slow)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: folder.program)
        process.arguments = ["replay", "slow.fuzz"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment
            .merging(["TMPDIR": folder.path]) { $1 }
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Its directory holds a socket's as soon as the stub is about to be started.
        while (FileManager.default.subpaths(atPath: folder.path) ?? []).count < 5 { usleep(1_000) }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationStatus == RunExitCode.inconclusive.rawValue)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["slow.fuzz"])
    }
}
