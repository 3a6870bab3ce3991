import Foundation
import GateKit
import TestSupport
import Testing

/// A machine that lacks something is told so, by the thing's name and with a command, before
/// anything starts; never is it the subject's fault (preconditions.md).
@Suite("Limits of the machine")
struct LimitTests {
    /// Runs the program below others, such as `prlimit --nofile=64`.
    private func command(
        under words: [String], _ arguments: [String], in folder: Folder
    ) throws -> Command {
        try folder.write(
            "limited", "#!/bin/sh\n\(words.joined(separator: " ")) \"$@\"\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/limited")
        let program = folder.program
        let locked = folder.locking(arguments)
        folder.program = "\(folder.path)/limited"
        defer { folder.program = program }
        return try Command([program] + locked, in: folder)
    }

    @Test(
        "a limit that is too small is 79 by its name, whichever it is",
        arguments: [
            ("prlimit --nofile=64:64", "descriptors", "prlimit --pid $$ --nofile=1024:1024"),
            ("prlimit --nofile=256:4096", "descriptors", "ulimit -n 1024"),
            ("prlimit --fsize=1000000:unlimited", "file-size", "ulimit -f 1048576"),
            ("prlimit --stack=1048576:8388608", "stack", "ulimit -s 2048"),
            ("prlimit --cpu=100:unlimited", "processor-time", "ulimit -t unlimited"),
        ])
    func limits(words: String, name: String, remedy: String) throws {
        try expectRefusal(words, name, remedy)
    }

    @Test(
        "a limit on memory that is too small is 79 by its name as well",
        .enabled(if: !Build.isSanitized, "a sanitizer needs terabytes of address space"),
        arguments: [
            ("prlimit --data=2000000000:unlimited", "data", "ulimit -d 4194304"),
            ("prlimit --as=3000000000", "addresses", "ulimit -v unlimited"),
        ])
    func memoryLimits(words: String, name: String, remedy: String) throws {
        try expectRefusal(words, name, remedy)
    }

    private func expectRefusal(_ words: String, _ name: String, _ remedy: String) throws {
        let folder = try Folder()
        let command = try command(under: [words], Command.quick, in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue, "\(command.errors)")
        #expect(command.errors.contains("weld-gates: \(name): "))
        #expect(command.errors.contains(remedy))
        #expect(!folder.holds("results"))
    }

    @Test(
        "a call that a filter denies, or kills for, is 79 by its name",
        arguments: [
            ("memfd_create", "1", "memfd"), ("memfd_create", "kill", "memfd"),
            ("memfd_create", "38", "memfd"), ("sched_setaffinity", "1", "affinity"),
            ("pidfd_open", "1", "pidfd"), ("pidfd_send_signal", "38", "pidfd"),
            ("eventfd2", "1", "eventfd"), ("signalfd4", "1", "signalfd"),
            ("socketpair", "1", "descriptor-passing"), ("flock", "38", "locks"),
        ])
    func filters(call: String, how: String, name: String) throws {
        let folder = try Folder()
        let command = try command(
            under: ["\(Folder.built)/fixture-filter", call, how], Command.quick, in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue, "\(command.errors)")
        #expect(command.errors.contains("weld-gates: \(name): "), "\(command.errors)")
        #expect(!folder.holds("results"))
    }

    @Test(
        "what only another gate needs keeps nobody from judging this one",
        arguments: ["inotify_init1", "ptrace"])
    func others(call: String) throws {
        let folder = try Folder()
        let command = try command(
            under: ["\(Folder.built)/fixture-filter", call, "1"], Command.quick, in: folder)
        #expect(command.code == RunExitCode.inconclusive.rawValue, "\(command.errors)")
        let doctor = try self.command(
            under: ["\(Folder.built)/fixture-filter", call, "1"], ["doctor"], in: folder)
        #expect(doctor.code == RunExitCode.preconditionMissing.rawValue)
    }

    @Test("doctor --json has the fields of the page, and the command that mends what is missing")
    func json() throws {
        struct Report: Decodable {
            struct Check: Decodable {
                var name: String
                var status: String
                var isThere: Bool
                var found: String
                var why: String
                var neededBy: [String]
                var profile: String?
                var remedy: String
            }
            var checks: [Check]
            var missing: Int
            var exitCode: Int32
        }
        let folder = try Folder()
        let command = try command(
            under: ["prlimit --nofile=100:100"], ["doctor", "--json"], in: folder)
        let report = try JSONDecoder().decode(Report.self, from: Data(command.output.utf8))
        #expect(report.exitCode == command.code)
        #expect(report.missing == report.checks.count { $0.status == "missing" })
        let check = try #require(report.checks.first { $0.name == "descriptors" })
        #expect(check.status == "missing" && !check.isThere)
        #expect(check.neededBy == GateID.allCases.map(\.rawValue))
        #expect(check.remedy == "sudo prlimit --pid $$ --nofile=1024:1024")
        #expect(report.checks.contains { $0.name == "ptrace" && $0.profile == "full" })
    }
}
