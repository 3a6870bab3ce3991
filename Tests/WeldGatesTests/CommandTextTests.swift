import Foundation
import GateKit
import Testing

/// Every command that is printed to be typed does what it says, as it stands.
@Suite("Printed commands")
struct CommandTextTests {
    private let name = "it's my store.db"

    /// The commands of a text, without what is said about them.
    private func commands(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let line = line.drop { $0 == " " }
            guard line.hasPrefix("weld-gates ") else { return nil }
            return String(line.split(separator: "  ", maxSplits: 1)[0])
        }
    }

    @Test("explain names the store in each of its commands, quoted, and they can be pasted")
    func explain() throws {
        let folder = try Folder()
        try folder.makeStore(name)
        let made = try Command(["explain", "G7", "--db", name], in: folder)
        #expect(made.code == 0)
        let commands = commands(made.output)
        #expect(!commands.isEmpty)
        #expect(commands.allSatisfy { $0.hasSuffix(#" --db 'it'\''s my store.db'"#) })
    }

    @Test("with the default store nothing names it")
    func standard() throws {
        let folder = try Folder()
        try folder.shell("mkdir results")
        try folder.makeStore("results/results.db")
        let made = try Command(["explain", "G7"], in: folder)
        #expect(made.code == 0 && !made.output.contains("--db"))
        #expect(try !Command([], in: folder).errors.contains("--db"))
    }

    @Test("the next steps name the store, quoted, and can be pasted")
    func nextSteps() throws {
        let folder = try Folder()
        let before = commands(try Command(["--db", name], in: folder).errors)
        #expect(before.contains(#"weld-gates --all --db 'it'\''s my store.db'"#))
        try folder.makeStore(name)
        let commands = commands(try Command(["--db", name], in: folder).errors)
        let explain = try #require(commands.first { $0.contains("explain") })
        let report = try #require(commands.first { $0.contains("report") })
        for line in [explain, report + " -o -"] {
            #expect(
                try folder.shell("\"$W\" \(line.dropFirst("weld-gates ".count)) >/dev/null") == 0,
                "\(line)")
        }
        try folder.write(name, "no store")
        let broken = try Command(["--db", name], in: folder).errors
        #expect(broken.contains(#"weld-gates verify --db 'it'\''s my store.db'"#))
    }

    @Test("doctor's next step names the store that it was asked about")
    func doctor() throws {
        let folder = try Folder()
        let made = try Command(["doctor", "--db", name], in: folder)
        guard made.code == 0 else { return }
        #expect(made.output.hasSuffix("Next: weld-gates --all --db 'it'\\''s my store.db'\n"))
    }

    @Test("what mends a program can be pasted")
    func programs() throws {
        let folder = try Folder()
        try folder.shell("mkdir 'a b'")
        for name in ["weld-gates", "weld-editor", "weld-runtime"] {
            try FileManager.default.copyItem(
                atPath: "\(Folder.built)/\(name)", toPath: "\(folder.path)/a b/\(name)")
        }
        folder.program = "\(folder.path)/a b/weld-gates"
        try folder.shell("chmod -x 'a b/weld-runtime'")
        let made = try Command(["doctor"], in: folder)
        #expect(made.output.contains("run chmod +x '\(folder.path)/a b/weld-runtime'"))
    }
}
