import Foundation
import GateKit
import Testing

/// Bundles, merging, retention and queries, as a person types them.
@Suite("Bundles")
struct BundleCommandTests {
    @Test("a signed bundle comes in for an allowed signer alone, and comes in once")
    func signed() throws {
        let folder = try Folder()
        try folder.makeStore()
        for key in ["anna", "bert"] {
            #expect(try folder.shell("ssh-keygen -q -t ed25519 -N '' -C \(key) -f \(key)") == 0)
        }
        try folder.shell("echo \"anna@x $(cat anna.pub)\" > allowed")
        let export = ["export", "1", "--db", "runs.db", "-o"]
        #expect(try Command(export + ["a.bundle", "--sign", "anna"], in: folder).code == 0)
        #expect(try Command(export + ["b.bundle", "--sign", "bert"], in: folder).code == 0)
        #expect(try Command(export + ["c.bundle"], in: folder).code == 0)
        #expect(try Command(export + ["d.bundle", "--sign", "nobody"], in: folder).code == 64)
        #expect(!folder.holds("d.bundle"))
        let take = ["import", "--db", "all.db", "--verify-with", "allowed"]
        for other in ["b.bundle", "c.bundle"] {
            #expect(try Command(take + [other], in: folder).code == RunExitCode.noGo.rawValue)
        }
        #expect(!folder.holds("all.db"))
        let first = try Command(take + ["a.bundle"], in: folder)
        #expect(first.output == "run 1 of a.bundle is run 1 here, signed by anna@x\n")
        let again = try Command(["import", "--db", "all.db", "c.bundle"], in: folder)
        #expect(again.output == "run 1 of c.bundle is here already: run 1\n")
        #expect(try Command(["verify", "--db", "all.db"], in: folder).code == 0)
    }

    @Test("two stores become one, which reports, lists and removes")
    func merged() throws {
        let folder = try Folder()
        try folder.makeStore()
        try folder.shell("cp runs.db other.db")
        let merge = ["merge", "runs.db", "other.db", "--into", "all.db"]
        let merged = try Command(merge, in: folder)
        #expect(
            merged.output == """
                runs.db: 1 runs taken over, 0 were there
                other.db: 0 runs taken over, 1 were there

                """)
        #expect(try Command(["merge", "runs.db", "--into", "runs.db"], in: folder).code == 64)
        #expect(try Command(["merge", "none.db", "--into", "new.db"], in: folder).code == 106)
        #expect(!folder.holds("new.db"))
        let gc = try Command(["gc", "--keep", "last=0", "--db", "all.db"], in: folder)
        #expect(gc.output == "nothing to remove; 1 runs are kept\n")
        #expect(try Command(["gc", "--db", "all.db"], in: folder).code == 64)
        #expect(try Command(["gc", "--keep", "red", "--db", "all.db"], in: folder).code == 64)
        #expect(try Command(["gc", "--keep", "last=1", "--db", "none.db"], in: folder).code == 106)
        #expect(!folder.holds("none.db"))
        let query = ["query", "newest-verdicts", "--db", "all.db"]
        let csv = try Command(query + ["--csv"], in: folder).output
        #expect(csv.hasPrefix("gate,platform,host_class,verdict"))
        #expect(csv.contains("\r\nG7,linux,dev,NO-GO,NO-GO"))
        #expect(csv.hasSuffix("\r\n") && !csv.contains(" \r\n"))
        #expect(try Command(query + ["--json"], in: folder).output.contains("\"gate\" : \"G7\""))
        for wrong in [["query", "none"], query + ["--set", "x=1"], ["query"], query + ["--list"]] {
            #expect(try Command(wrong, in: folder).code == 64)
        }
        #expect(try Command(["compare", "1", "1", "--db", "all.db"], in: folder).code == 64)
        #expect(try Command(["history", "--db", "all.db"], in: folder).code == 106)
    }

    @Test(
        "a bundle goes over no device, folder or store",
        arguments: ["/dev/null", ".", "runs.db", "/dev/stdout", "none/x.bundle"])
    func places(output: String) throws {
        let folder = try Folder()
        try folder.makeStore()
        let before = try folder.bytes("runs.db")
        let command = try Command(["export", "--db", "runs.db", "-o", output], in: folder)
        #expect(command.code == RunExitCode.cannotWrite.rawValue)
        #expect(command.errors.split(separator: "\n").count == 1)
        #expect(try folder.bytes("runs.db") == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { !$0.hasPrefix("runs.db") } == [])
    }
}

/// What gc does to a store, and what it only says.
@Suite("Retention")
struct RetentionCommandTests {
    @Test("a dry run changes no byte of the folder, and makes nothing in it")
    func dryRun() throws {
        let folder = try Folder()
        try folder.makeStore()
        try folder.shell("cp -r . ../$(basename $PWD).before; chmod -w runs.db .")
        defer { _ = try? folder.shell("chmod +w .; rm -rf ../$(basename $PWD).before") }
        let before = try folder.shell("ls -lA --time-style=full-iso > ../$(basename $PWD).before/l")
        #expect(before == 0)
        let made = try Command(
            ["gc", "--keep", "last=0", "--dry-run", "--db", "runs.db"], in: folder)
        #expect(made.output == "nothing to remove; 1 runs are kept\n", "\(made.errors)")
        #expect(
            try folder.shell(
                "ls -lA --time-style=full-iso | diff - ../$(basename $PWD).before/l") == 0)
        #expect(try folder.shell("cmp runs.db ../$(basename $PWD).before/runs.db") == 0)
        for (name, code) in [("none.db", 106), (".", 110)] {
            let made = try Command(
                ["gc", "--keep", "last=0", "--dry-run", "--db", name], in: folder)
            #expect(made.code == Int32(code))
            #expect(made.errors.split(separator: "\n").count == 1)
        }
    }
}
