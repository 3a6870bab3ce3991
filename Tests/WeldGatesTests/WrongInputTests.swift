import Foundation
import GateKit
import Testing

/// What was named wrongly is told in one sentence that says what to do, in the words of its command.
@Suite("Wrong input")
struct WrongInputTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.makeStore("my runs.db")
    }

    @Test(
        "what is not in the store is 106, with a command that lists what is",
        arguments: [
            (["report", "--run", "9"], "v_runs"), (["explain", "G7", "--run", "9"], "v_runs"),
            (["verify", "--run", "9"], "v_runs"), (["compare", "1", "9"], "v_runs"),
            (["export", "9", "-o", "x"], "v_runs"), (["trace", "9", "-o", "-"], "v_attempts"),
        ])
    func notThere(arguments: [String], view: String) throws {
        let made = try Command(arguments + ["--db", "my runs.db"], in: folder)
        #expect(made.code == RunExitCode.runNotFound.rawValue)
        #expect(made.errors.hasSuffix("lists sqlite3 'my runs.db' 'SELECT * FROM \(view)'\n"))
        #expect(!folder.holds("x"))
    }

    @Test("merge speaks of its own options")
    func merge() throws {
        try folder.write("garbage.db", "this is no database at all")
        try folder.shell("mkdir folder")
        for arguments in [
            ["garbage.db", "--into", "new.db"], ["none.db", "--into", "new.db"],
            ["my runs.db", "--into", "folder"], ["my runs.db", "--into", "garbage.db"],
        ] {
            let made = try Command(["merge"] + arguments, in: folder)
            #expect(made.code == 106 || made.code == 110)
            #expect(made.errors.split(separator: "\n").count == 1)
            #expect(!made.errors.contains("--db"), "\(made.errors)")
            #expect(made.errors.contains("--into") == (arguments[0] == "my runs.db"))
        }
        #expect(!folder.holds("new.db"))
    }

    @Test(
        "a script that cannot be read is 64 and says why",
        arguments: [
            ("none.fuzz", "it is not there"), ("folder", "it is no regular file"),
            ("pipe", "it is no regular file"),
        ])
    func script(name: String, why: String) throws {
        try folder.shell("mkdir folder; mkfifo pipe")
        let made = try Command(["replay", name], in: folder)
        #expect(made.code == RunExitCode.usage.rawValue)
        #expect(made.errors.contains("'\(name)' cannot be read: \(why); weld-gates explain G3"))
    }

    @Test(
        "help that nobody can read is 110 and says so, like every other answer",
        arguments: ["--help", "--version", "help list", "--generate-completion-script bash"])
    func help(arguments: String) throws {
        let code = try folder.shell("\"$W\" \(arguments) >/dev/full 2>said")
        #expect(code == RunExitCode.cannotWrite.rawValue)
        let said = String(decoding: try folder.bytes("said"), as: UTF8.self)
        #expect(said.hasPrefix("weld-gates: the answer cannot be written to standard output: "))
    }

    @Test(
        "doctor says before a run does that a store's folder cannot be written",
        .enabled(if: User.canBecomeAnother))
    func readOnly() throws {
        try folder.shell(
            "mkdir a; mv 'my runs.db' a/r.db; chmod 644 a/r.db; chmod 555 a; chmod 755 .")
        for (path, said) in [
            ("a/r.db", "'a/r.db' is read-only"), ("a/b/new.db", "/a' of 'a/b/new.db'"),
        ] {
            let code = try folder.shell("\(User.another) \"$W\" doctor --db \(path) >said")
            let text = String(decoding: try folder.bytes("said"), as: UTF8.self)
            #expect(text.contains("missing  store: ") && text.contains(said), "\(text)")
            #expect(code == RunExitCode.cannotWrite.rawValue || code == 79)
        }
        try folder.shell("chmod 755 a")
    }
}

/// A user whom permission bits bind.
enum User {
    static let another = "setpriv --reuid 65534 --regid 65534 --clear-groups"

    /// Whether this user may become that one.
    static let canBecomeAnother: Bool = {
        guard let folder = try? Folder() else { return false }
        return (try? folder.shell("chmod 755 . && \(another) \"$W\" --version >/dev/null 2>&1"))
            == 0
    }()
}
