import Foundation
import GateKit
import Testing

/// Another pair of programs than the package's own.
@Suite("Another pair")
struct PairTests {
    /// Copies a stub to another place under another name and returns where it is.
    private func copy(_ name: String, in folder: Folder) throws -> String {
        let path = "\(folder.path)/our-\(name)"
        try FileManager.default.copyItem(atPath: "\(Folder.built)/weld-\(name)", toPath: path)
        return path
    }

    /// Writes a shell script.
    private func script(_ name: String, _ text: String, in folder: Folder) throws -> String {
        let path = "\(folder.path)/\(name)"
        try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test(
        "a pair in another place is judged as ours is, controls included")
    func elsewhere() throws {
        let folder = try Folder()
        let command = try Command(
            [
                "--gate", "G7", "--editor", copy("editor", in: folder), "--runtime",
                copy("runtime", in: folder),
            ], in: folder)
        #expect(command.code == 0, "\(command.output)\(command.errors)")
        // Every control that was tried was caught.
        #expect(command.output.contains(#/\s(\d+)/\1 of \d+/#), "\(command.output)")
    }

    @Test("a pair without sabotages is unproven at best")
    func withoutSabotages() throws {
        let folder = try Folder()
        let runtime = try script(
            "plain-runtime",
            """
            [ "$1" = --contract ] && echo '{"contract":1,"role":"runtime","sabotages":""}' && exit
            exec '\(Folder.built)/weld-runtime' "$@"
            """, in: folder)
        let command = try Command(["--gate", "G7", "--runtime", runtime], in: folder)
        #expect(command.code == RunExitCode.inconclusive.rawValue)
        #expect(command.output.contains("GO (unproven)"), "\(command.output)\(command.errors)")
    }

    @Test("a program that makes no offer is named, and nothing is judged")
    func noOffer() throws {
        let folder = try Folder()
        let command = try Command(["--gate", "G7", "--editor", "/bin/true"], in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(command.errors.contains("/bin/true"))
        #expect(command.errors.contains("--contract"))
        #expect(!folder.holds("results/report.md"))
    }

    @Test("the first thing that a pair does not do is named")
    func firstBreach() throws {
        let folder = try Folder()
        let runtime = try script(
            "mute-runtime",
            """
            [ "$1" = --contract ] && exec '\(Folder.built)/weld-runtime' --contract
            exec sleep 20
            """, in: folder)
        let command = try Command(["--gate", "G7", "--runtime", runtime], in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(
            command.errors.contains("mute-runtime does not report 'started'"), "\(command.errors)")
    }
}

/// What is named as a program and is none.
@Suite("No programs")
struct NoProgramTests {
    @Test(
        "what cannot be started is 79 in one sentence, whoever was asked to start it",
        arguments: ["folder", "plain", "none", ""])
    func refused(name: String) throws {
        let folder = try Folder()
        try folder.shell("mkdir folder; : >plain; ln -s /bin/true true")
        let pair = ["--editor-b", "true", "--runtime-b", "true"]
        for arguments in [
            ["--gate", "G7", "--runtime", name],
            ["duel", "--editor-a", "true", "--runtime-a", name] + pair,
        ] {
            let made = try Command(arguments, in: folder)
            #expect(made.code == RunExitCode.preconditionMissing.rawValue, "\(arguments)")
            #expect(made.errors.split(separator: "\n").count == 1, "\(made.errors)")
        }
        #expect(!folder.holds("results"))
    }

    @Test("a store without a name is 64 for merge as for everybody", arguments: ["", ":memory:"])
    func noStore(name: String) throws {
        let made = try Command(["merge", "a.db", "--into", name], in: try Folder())
        #expect(made.code == RunExitCode.usage.rawValue)
        #expect(made.errors.contains("--into must name a file: what a store without one holds"))
    }
}
