import Foundation
import GRDB
import GateKit
import GateStore
import Testing

/// A store that cannot be read is named by whoever is asked to read it, never taken for one that
/// has nothing in it yet.
@Suite("Bad stores")
struct BadStoreTests {
    /// What can stand in a store's place.
    enum Kind: CaseIterable {
        case missing, empty, noRuns
        case garbage, directory, pipe, throughFile, looping, foreign, newer, truncated, cutTo100
        case damaged, foreignView, foreignTrigger

        /// What every command ends with that reads it.
        func code(of command: String) -> RunExitCode {
            switch self {
            case .missing, .empty, .noRuns: .runNotFound
            // What is named has been found.
            case .foreignView, .foreignTrigger: command == "verify" ? .noGo : .cannotWrite
            case .damaged, .truncated: .cannotWrite
            default: .cannotWrite
            }
        }

        /// Makes it in a folder as `bad.db`.
        func make(in folder: Folder) throws {
            let path = "\(folder.path)/bad.db"
            try folder.makeStore("bad.db")
            func edit(_ sql: String) throws {
                try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
            }
            func replace(_ line: String) throws { try folder.shell("rm bad.db*; \(line)") }
            switch self {
            case .missing: try replace(":")
            case .empty: try replace(": >bad.db")
            case .noRuns:
                try replace(":")
                _ = try GateStore(path: path) { _ in true }
            case .garbage: try replace("yes garbage | head -c 9000 >bad.db")
            case .directory: try replace("mkdir bad.db")
            case .pipe: try replace("mkfifo bad.db")
            case .throughFile: try replace(": >bad; ln -s bad/x bad.db")
            case .looping: try replace("ln -s bad.db bad.db")
            case .foreign: try edit("PRAGMA application_id = 7")
            case .newer: try edit("PRAGMA user_version = 99")
            case .truncated: try folder.shell("truncate -s 20000 bad.db")
            case .cutTo100: try folder.shell("truncate -s 100 bad.db")
            case .damaged:
                try folder.shell(
                    "yes damage | dd of=bad.db bs=4096 seek=1 count=30 conv=notrunc 2>/dev/null")
            case .foreignView:
                try edit("DROP VIEW v_matrix; CREATE VIEW v_matrix AS SELECT 'GO' AS verdict")
            case .foreignTrigger:
                try edit("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM violation; END")
            }
        }
    }

    @Test(
        "every command says what it is, and ends with one code",
        arguments: Kind.allCases, ["list", "report", "verify"])
    func named(kind: Kind, command: String) throws {
        let folder = try Folder()
        try kind.make(in: folder)
        let output = command == "report" ? ["--output", "-"] : []
        let made = try Command([command, "--db", "bad.db"] + output, in: folder)
        #expect(made.code == kind.code(of: command).rawValue, "\(made.output)\(made.errors)")
        #expect(!made.output.contains("none yet") && !made.output.contains("nothing differs"))
        guard made.code != RunExitCode.noGo.rawValue else { return }
        #expect(made.output.isEmpty)
        #expect(made.errors.contains("bad.db"), "\(made.errors)")
        #expect(made.errors.split(separator: "\n").count == 1, "\(made.errors)")
    }

    @Test(
        "doctor names one that a run could not use, and ends with its code",
        arguments: [Kind.garbage, .directory, .pipe, .newer, .foreignView])
    func doctor(kind: Kind) throws {
        let folder = try Folder()
        try kind.make(in: folder)
        let made = try Command(["doctor", "--db", "bad.db"], in: folder)
        #expect(made.output.contains("missing  store: "))
        #expect(made.output.contains("Next: ") && !made.output.contains("Next: weld-gates"))
    }

    @Test("one that another process keeps to itself is named")
    func locked() throws {
        let folder = try Folder()
        try folder.makeStore("bad.db")
        let holder = try DatabaseQueue(path: "\(folder.path)/bad.db")
        try holder.inDatabase { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE")
            let made = try Command(["list", "--db", "bad.db"], in: folder)
            #expect(made.code == RunExitCode.cannotWrite.rawValue)
            #expect(made.errors.contains("held by another process"))
            try database.execute(sql: "ROLLBACK")
        }
    }

    @Test("without a store, and none named, the gates are listed all the same")
    func first() throws {
        let folder = try Folder()
        let made = try Command(["list"], in: folder)
        #expect(made.code == 0 && made.output.contains("newest verdict: none yet"))
    }

    @Test(
        "a store that is no file is 64 for every command",
        arguments: ["list", "report", "verify", "doctor", "killmap", "--all"], [":memory:", ""])
    func noFile(command: String, path: String) throws {
        let folder = try Folder()
        let made = try Command([command, "--db", path], in: folder)
        #expect(made.code == RunExitCode.usage.rawValue)
        #expect(made.errors.contains("--db must name a file"))
    }

    @Test("an address is the name of a file")
    func address() throws {
        let folder = try Folder()
        try folder.makeStore("file:runs.db?mode=memory")
        #expect(folder.holds("file:runs.db?mode=memory"))
        let made = try Command(["list", "--db", "file:runs.db?mode=memory"], in: folder)
        #expect(made.code == 0 && made.output.contains("NO-GO"))
    }

    @Test(
        "a number that nobody can mean is 64",
        arguments: [
            ["--all", "--replicates", "9223372036854775807"],
            ["--all", "--replicates", "-9223372036854775808"],
            ["--all", "--replicates", "9223372036854775808"], ["--all", "--timeout", "1e300"],
            ["--all", "--timeout", "inf"], ["--all", "--timeout", "-1"],
            ["calibrate", "--runs", "9223372036854775807"],
            ["calibrate", "--planted", "9223372036854775807"],
            ["calibrate", "--confirmations", "9223372036854775807"],
            ["sensitivity", "G1", "--confirmations", "9223372036854775807"],
            ["killmap", "--points", "9223372036854775807"], ["killmap", "--points", "-1"],
        ])
    func numbers(arguments: [String]) throws {
        let made = try Command(arguments, in: try Folder())
        #expect(made.code == RunExitCode.usage.rawValue, "\(made.errors)")
    }

    @Test(
        "a run whose number is not there is 106",
        arguments: ["9223372036854775807", "-9223372036854775808", "0", "-1"])
    func runs(number: String) throws {
        let folder = try Folder()
        try folder.makeStore()
        for command in ["report", "verify"] {
            let made = try Command([command, "--db", "runs.db", "--run=\(number)"], in: folder)
            #expect(made.code == RunExitCode.runNotFound.rawValue, "\(made.errors)")
        }
    }
}
