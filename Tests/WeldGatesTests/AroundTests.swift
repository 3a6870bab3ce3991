import Foundation
import GateKit
import GateStore
import Testing

/// The commands around a run, with what people type wrong.
@Suite("Around a run")
struct AroundTests {
    private struct Store {
        let folder: Folder

        init() throws {
            folder = try Folder()
            try folder.makeStore()
        }

        func run(_ line: String) throws -> Command {
            let words = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
            return try Command(words, in: folder)
        }
    }

    @Test(
        "a cell that is none is 64, a run that has no answer 106, each with one sentence",
        arguments: [
            ("explain g9 --db runs.db", 64, "nearest are"),
            ("explain '' --db runs.db", 64, "is no gate and no check"),
            ("explain g7@mars --db runs.db", 64, "is no system"),
            ("explain G7 --db runs.db --run 9", 106, "run 9"),
            ("explain G7@macOS --db runs.db", 106, "G7 on macOS"),
            ("explain G7@macOS --db runs.db --run 1", 106, "was made on Linux"),
            ("explain G1 --db runs.db", 106, "a run of G1"),
            ("explain G1 --db runs.db --run 1", 106, "did not judge G1"),
            ("explain G7 --db none.db", 106, "there is no store"),
            ("explain G7 --db .", 110, "directory"),
            ("trace 1 -o t.json --db runs.db", 106, "attempt 1"),
            ("trace 1 -o runs.db --db runs.db", 110, "the store is there"),
            ("trace 1 -o runs.db-wal --db runs.db", 110, "the store is there"),
            ("trace 1 -o . --db runs.db", 110, "directory"),
            ("trace 1 -o '' --db runs.db", 110, "names nothing"),
        ])
    func refused(line: String, code: Int, word: String) throws {
        let store = try Store()
        let before = try store.folder.bytes("runs.db")
        let command = try store.run(line)
        #expect(command.code == Int32(code), "\(command.errors)")
        #expect(command.errors.contains(word), "\(command.errors)")
        #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
        #expect(command.output.isEmpty)
        #expect(try store.folder.bytes("runs.db") == before)
        #expect(!store.folder.holds("t.json"))
    }

    @Test(
        "a mistake in the words is the usage",
        arguments: [
            "explain", "explain G7 G6", "explain G7 --run x", "trace", "trace 1", "trace x -o -",
            "trace 99999999999999999999 -o -", "duel", "duel main", "duel a b c",
            "duel --editor-a x", "duel a b --editor-a x", "duel a b --rounds 0",
            "duel a b --gate G9",
            "duel a b --rounds 99999999999",
            "duel --bisect --editor-a a --runtime-a a --editor-b a --runtime-b a",
            "--gate G7 --quiet --verbose",
        ])
    func usage(line: String) throws {
        let command = try Store().run(line)
        #expect(command.code == RunExitCode.usage.rawValue, "\(command.errors)")
    }

    @Test("a gate without attempts is explained by its sentence, as text and as JSON")
    func explained() throws {
        let store = try Store()
        let text = try store.run("explain g7 --db runs.db")
        #expect(text.code == 0)
        #expect(text.output.hasPrefix("G7@Linux, run 1 (smoke, dev)\nNO-GO: a descriptor leaked\n"))
        #expect(text.output.contains("weld-gates --gate G7 --profile smoke --seed 1 --no-controls"))
        let json = try store.run("explain G7@linux --db runs.db --run 1 --json")
        let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        let values = try #require(document as? [String: Any])
        #expect(values["verdict"] as? String == "NO-GO")
        #expect(values["run"] as? Int == 1)
    }

    @Test("who says nothing hears what to do next, by what is stored")
    func nothing() throws {
        let store = try Store()
        let first = try store.run("")
        #expect(first.code == RunExitCode.nothingToJudge.rawValue)
        #expect(first.errors.contains("weld-gates doctor"))
        #expect(try store.run("--db runs.db").errors.contains("weld-gates explain G7 --db runs.db"))
        try store.folder.write("odd.db", "no database")
        let odd = try store.run("--db odd.db")
        #expect(odd.code == RunExitCode.nothingToJudge.rawValue)
        #expect(odd.errors.contains("not a database"))
    }

    @Test("completions are made for three shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let command = try Command(["--generate-completion-script", shell], in: try Folder())
        #expect(command.code == 0)
        for word in ["explain", "duel", "faultmap", "weld-gates"] {
            #expect(command.output.contains(word))
        }
    }

    @Test("commits that are none, one commit twice and a folder without a repository are 64")
    func commits() throws {
        let folder = try Folder()
        let none = try Command(["duel", "a", "b", "--lock", folder.lock], in: folder)
        #expect(none.code == RunExitCode.usage.rawValue && none.errors.contains("repository"))
        try folder.shell(
            "git init -q . && git -c user.name=a -c user.email=a commit -q --allow-empty -m a")
        for (words, sentence) in [
            (["nope", "HEAD"], "no commit 'nope'"), (["HEAD", "--", "-x"], "no commit '-x'"),
            (["HEAD", "HEAD"], "are one commit"), (["", "HEAD"], "no commit ''"),
        ] {
            let command = try Command(["duel", "--lock", folder.lock] + words, in: folder)
            #expect(command.code == RunExitCode.usage.rawValue, "\(command.errors)")
            #expect(command.errors.contains(sentence), "\(command.errors)")
        }
    }

    @Test("a planted delay is found between two built pairs, and programs that are none are 79")
    func duel() throws {
        let folder = try Folder()
        let built = Folder.built
        try folder.write(
            "slow", "#!/bin/sh\nexec '\(built)/weld-runtime' \"$@\" --sabotage echo-delay=200us\n")
        try folder.shell("chmod +x slow")
        let words = [
            "duel", "--editor-a", "\(built)/weld-editor", "--runtime-a", "\(built)/weld-runtime",
            "--editor-b", "\(built)/weld-editor", "--db", "d.db", "--lock", folder.lock,
        ]
        let missing = try Command(words + ["--runtime-b", "nope"], in: folder)
        #expect(missing.code == RunExitCode.preconditionMissing.rawValue, "\(missing.errors)")
        let command = try Command(words + ["--runtime-b", "slow", "--rounds", "3"], in: folder)
        #expect(command.code == RunExitCode.noGo.rawValue, "\(command.output)\(command.errors)")
        #expect(command.output.contains("B is worse than A, run 1"))
        #expect(try Command(["verify", "--db", "d.db"], in: folder).code == 0)
    }

    @Test("SIGUSR1 is answered with one line, and the run goes on; --quiet says nothing else")
    func asked() throws {
        let folder = try Folder()
        let code = try folder.shell(
            """
            "$W" --gate G7 --no-controls --quiet --lock "$LOCK" >out 2>err & p=$!
            for i in $(seq 300); do [ -e "$LOCK" ] && break; sleep 0.1; done
            kill -USR1 $p; wait $p
            """)
        #expect(code == RunExitCode.inconclusive.rawValue)
        let errors = String(decoding: try folder.bytes("err"), as: UTF8.self)
        #expect(errors.contains("run 1") || errors.contains("has not begun"), "\(errors)")
        #expect(errors.split(separator: "\n").count == 1, "\(errors)")
    }

    @Test("Enter at the terminal is answered with a line, and the terminal's modes are left alone")
    func enter() throws {
        let folder = try Folder()
        // script(1) gives the run a terminal of its own and passes on what is typed.
        try folder.write(
            "session",
            """
            stty -a >before
            "$W" --gate G7 --no-controls --quiet --lock "$LOCK" >out 2>err; echo $? >code
            stty -a >after
            """)
        try folder.shell(
            """
            export W LOCK
            ( for i in $(seq 300); do [ -e "$LOCK" ] && break; sleep 0.1; done
              printf 'typed by mistake\n'; sleep 2 ) |
                script -qec 'sh session' /dev/null >/dev/null
            """)
        func text(_ name: String) throws -> String {
            String(decoding: try folder.bytes(name), as: UTF8.self)
        }
        #expect(try text("code") == "\(RunExitCode.inconclusive.rawValue)\n")
        let errors = try text("err")
        #expect(errors.contains("run 1") || errors.contains("has not begun"), "\(errors)")
        #expect(errors.split(separator: "\n").count == 1, "\(errors)")
        let before = try text("before")
        #expect(try !before.isEmpty && text("after") == before)
    }
}
