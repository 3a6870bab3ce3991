import Foundation
import GateHost
import GateKit
import Testing

/// Where a report is written: never over a store, never in the place of what is no file.
@Suite("Output paths")
struct OutputPathTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.makeStore()
    }

    private func report(to path: String, _ more: [String] = []) throws -> Command {
        try Command(["report", "--db", "runs.db", "--output", path] + more, in: folder)
    }

    @Test(
        "the store is never written over, by whatever name",
        arguments: [
            "runs.db", "./runs.db", "folder/../runs.db", "link.db", "linked-folder/runs.db",
            "hard.db", "runs.db-wal", "runs.db-shm", "runs.db-journal", "link.db-wal",
        ])
    func store(name: String) throws {
        try folder.shell(
            "mkdir folder; ln -s runs.db link.db; ln runs.db hard.db; ln -s . linked-folder; "
                + "ln -s runs.db-wal link.db-wal")
        let before = try folder.bytes("runs.db")
        for path in [name, "\(folder.path)/\(name)"] {
            let command = try report(to: path)
            #expect(command.code == RunExitCode.cannotWrite.rawValue)
            #expect(command.errors.contains("the store is there"), "\(command.errors)")
            #expect(command.errors.split(separator: "\n").count == 1)
        }
        #expect(try folder.bytes("runs.db") == before)
        let run = try Command(Command.quick + ["--db", "runs.db", "--report", name], in: folder)
        #expect(run.code == RunExitCode.cannotWrite.rawValue)
        #expect(try folder.bytes("runs.db") == before)
    }

    @Test("a store that is still to be made is no place for a report either")
    func storeToBe() throws {
        let command = try Command(
            Command.quick + ["--db", "new.db", "--report", "./new.db"], in: folder)
        #expect(command.code == RunExitCode.cannotWrite.rawValue)
        #expect(!folder.holds("new.db"))
    }

    @Test(
        "a lock that is the store or the report is 64, and neither is made",
        arguments: ["new.db", "new.md", "./new.db", "new.db-wal"])
    func lock(path: String) throws {
        let command = try Command(
            Command.quick + ["--db", "new.db", "--report", "new.md", "--lock", path], in: folder)
        #expect(command.code == RunExitCode.usage.rawValue)
        #expect(command.errors.contains("--lock"))
        #expect(!folder.holds("new.db") && !folder.holds("new.md"))
    }

    @Test("a symbolic link is followed and stays one, whether or not its file is there yet")
    func symbolicLink() throws {
        try folder.shell("ln -s real.md link.md; ln -s link.md second.md")
        let text = try report(to: "-").output
        for _ in 1...2 {
            #expect(try report(to: "second.md").code == 0)
            #expect(try folder.bytes("real.md") == Data(text.utf8))
            #expect(try DescriptorFacts.at("\(folder.path)/link.md")?.kind == .symbolicLink)
        }
        try folder.shell("ln -s circle.md circle.md")
        #expect(try report(to: "circle.md").code == RunExitCode.cannotWrite.rawValue)
    }

    @Test("a pipe with a reader is written to and stays a pipe; without one it is refused")
    func pipe() throws {
        let text = try report(to: "-").output
        #expect(
            try folder.shell(
                "mkfifo pipe; cat pipe >read.md & sleep 0.01; "
                    + "until \"$W\" report --db runs.db --output pipe; do sleep 0.1; done; wait")
                == 0)
        #expect(try folder.bytes("read.md") == Data(text.utf8))
        #expect(try DescriptorFacts.at("\(folder.path)/pipe")?.kind == .pipe)
        let command = try report(to: "pipe")
        #expect(command.code == RunExitCode.cannotWrite.rawValue)
        #expect(command.errors.contains("nobody reads from it"))
    }

    @Test(
        "standard output by name is standard output, whatever it is",
        arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
    func standardOutput(path: String) throws {
        try folder.shell("ln -s /dev/stdout link")
        let text = try report(to: "-").output
        #expect(try report(to: path).output == text)
        let line = "{ echo first; \"$W\" report --db runs.db --output \(path) 2>errors; } >both.md"
        #expect(try folder.shell(line) == 0)
        #expect(try folder.bytes("both.md") == Data("first\n\(text)".utf8))
    }

    @Test("a directory and a socket are refused in one sentence", arguments: ["folder", "socket"])
    func noFile(path: String) throws {
        try folder.shell("mkdir folder")
        let socket = try StreamSocket.make()
        try StreamSocket.bind(socket.rawValue, to: "\(folder.path)/socket")
        let command = try report(to: path)
        #expect(command.code == RunExitCode.cannotWrite.rawValue)
        #expect(command.errors.contains("it is a \(path == "folder" ? "directory" : "socket")"))
        #expect(command.errors.split(separator: "\n").count == 1)
    }

    @Test("a device is written to and stays one; a full one is a sentence", .enabled(if: Nodes.can))
    func device() throws {
        try folder.shell("mknod null c 1 3; mknod full c 1 7")
        #expect(try report(to: "null").code == 0)
        #expect(try DescriptorFacts.at("\(folder.path)/null")?.kind == .characterDevice)
        let command = try report(to: "full")
        #expect(command.code == RunExitCode.cannotWrite.rawValue)
        #expect(command.errors.contains("full: "))
        #expect(try DescriptorFacts.at("\(folder.path)/full")?.kind == .characterDevice)
        let run = try Command(["list", "--db", "null"], in: folder)
        #expect(run.code == RunExitCode.cannotWrite.rawValue)
    }

    @Test("an older report is replaced as a whole, and nothing is left beside it")
    func replaced() throws {
        try folder.write("report.md", String(repeating: "old ", count: 100_000))
        let text = try report(to: "-").output
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(try report(to: "report.md").code == 0)
        #expect(try folder.bytes("report.md") == Data(text.utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == names)
    }
}

/// Whether this user may make devices.
enum Nodes {
    static let can: Bool = {
        guard let folder = try? Folder() else { return false }
        return (try? folder.shell("mknod null c 1 3 2>/dev/null && : >null")) == 0
    }()
}
