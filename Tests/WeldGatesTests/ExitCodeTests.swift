import Foundation
import GateKit
import Testing

/// Wrong input: one sentence, the documented code, and nothing written.
@Suite("Exit codes")
struct ExitCodeTests {
    @Test(
        "a command line that makes no sense is 64",
        arguments: [
            ["--gate", "G9"], ["--all", "--gate", "G1"], ["--gate", "G1", "--replicates", "0"],
            ["--all", "--timeout", "0"], ["--all", "--timeout", "nan"], ["--all", "--seed", "x"],
            ["--all", "--profile", "long"], ["bogus"], ["--bogus"], ["report", "--run", "x"],
            ["--all", "--host-class", ""],
        ])
    func usage(arguments: [String]) throws {
        let folder = try Folder()
        let command = try Command(arguments, in: folder)
        #expect(command.code == RunExitCode.usage.rawValue)
        #expect(command.errors.contains("Usage: weld-gates"))
        #expect(command.output.isEmpty)
        #expect(!folder.holds("results"))
    }

    @Test("nothing selected is 4 and says what to say")
    func nothing() throws {
        let folder = try Folder()
        let command = try Command([], in: folder)
        #expect(command.code == RunExitCode.nothingToJudge.rawValue)
        #expect(
            command.errors.hasPrefix(
                "weld-gates: nothing selected: say --all or --gate G1, or see weld-gates list\n"))
        #expect(!folder.holds("results"))
    }

    @Test("a report of a run that is not there is 106")
    func noRun() throws {
        let folder = try Folder()
        #expect(try Command(["report"], in: folder).code == 106)
        #expect(try Command(Command.quick, in: folder).code == 10)
        let command = try Command(["report", "--run", "999"], in: folder)
        #expect(command.code == 106)
        #expect(command.errors.contains("run 999"))
    }

    @Test(
        "a store that is no database is 110 and stays as it is",
        arguments: [Command.quick, ["report"]])
    func garbageStore(arguments: [String]) throws {
        let folder = try Folder()
        try folder.write("garbage.db", "this is no database at all")
        let command = try Command(arguments + ["--db", "garbage.db"], in: folder)
        #expect(command.code == RunExitCode.cannotWrite.rawValue)
        #expect(command.errors.split(separator: "\n").count == 1)
        let text = try String(contentsOfFile: "\(folder.path)/garbage.db", encoding: .utf8)
        #expect(text == "this is no database at all")
    }

    @Test(
        "a report that cannot be written is 110 before anything is run",
        arguments: ["/dev/null/report.md", "/tmp", "plain/report.md"])
    func report(path: String) throws {
        let folder = try Folder()
        try folder.write("plain", "")
        let command = try Command(Command.quick + ["--report", path], in: folder)
        #expect(command.code == RunExitCode.cannotWrite.rawValue)
        #expect(command.errors.hasPrefix("weld-gates: the report cannot be written to \(path): "))
        #expect(!folder.holds("results"))
    }

    @Test("a session that shows no window is 79, and one sentence says what to do")
    func noSession() throws {
        let command = try Command(
            ["--gate", "G6", "--no-controls", "--compositor", "session"], in: try Folder(),
            environment: ["WAYLAND_DISPLAY": ""])
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(command.output.contains("ERROR"))
        #expect(command.output.contains("use --compositor sway"))
    }

    @Test("a compositor that is not installed is 79 before anything is run, with what mends it")
    func noCompositor() throws {
        let folder = try Folder()
        let command = try Command(
            ["--gate", "G6", "--no-controls"], in: folder, environment: ["PATH": "/nowhere"])
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(command.errors.hasPrefix("weld-gates: sway: not in PATH; "))
        #expect(command.errors.contains("apt-get install sway"))
        #expect(!folder.holds("results"))
    }

    @Test("sanitized stubs that are not there are 79 before anything is run")
    func noSanitizedStubs() throws {
        let folder = try Folder()
        let command = try Command(["--gate", "G3", "--sanitized-stubs", "stubs"], in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(
            command.errors
                == "weld-gates: \(folder.path)/stubs/address/weld-editor is missing; "
                + "run CI/sanitized-stubs.sh \(folder.path)/stubs\n")
        #expect(!folder.holds("results"))
    }

    @Test("sanitized stubs without the gate that fuzzes them are 64")
    func sanitizedStubsForNothing() throws {
        let command = try Command(
            ["--gate", "G1", "--sanitized-stubs", "stubs"], in: try Folder())
        #expect(command.code == 64)
        #expect(command.errors.contains("--sanitized-stubs is for G3"))
    }

    @Test("a gate whose controls were not tried is 10")
    func unproven() throws {
        let folder = try Folder()
        let command = try Command(Command.quick, in: folder)
        #expect(command.code == RunExitCode.inconclusive.rawValue)
        #expect(command.output.contains("GO (unproven)"))
        #expect(folder.holds("results/results.db"))
        #expect(folder.holds("results/report.md"))
    }

    @Test("doctor is 79 where the runtime lost its run bit, and says what to do")
    func doctor() throws {
        let folder = try Folder()
        try folder.copyPrograms()
        let runtime = "\(folder.path)/weld-runtime"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: runtime)
        let command = try Command(["doctor"], in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(
            command.output.contains("Next: \(runtime) cannot be executed; run chmod +x \(runtime)"))
    }

    @Test(
        "a program whose file has a time of another century is looked at like any other",
        arguments: ["2262-04-12", "2286-01-01", "2400-01-01", "1677-01-01", "1901-12-14"])
    func fileTimes(date: String) throws {
        let folder = try Folder()
        try folder.copyPrograms()
        try folder.shell("touch -d \(date) weld-runtime weld-editor weld-gates")
        let command = try Command(["doctor"], in: folder)
        #expect(command.code == 0 || command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(command.output.contains("Next: "))
    }

    @Test("what no host left undecided is accepted by nobody")
    func accepted() throws {
        let folder = try Folder()
        let command = try Command(
            Command.quick + ["--accept", "host", "--accept", "capacity"], in: folder)
        #expect(command.code == RunExitCode.inconclusive.rawValue)
        #expect(!command.output.contains("accepted:"))
        let unknown = try Command(Command.quick + ["--accept", "luck"], in: folder)
        #expect(unknown.code == RunExitCode.usage.rawValue)
        #expect(unknown.errors.contains("host"))
    }
}
