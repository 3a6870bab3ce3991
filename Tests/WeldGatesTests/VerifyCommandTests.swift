import Foundation
import GateKit
import Testing

/// The command that judges a store again.
@Suite("Verify")
struct VerifyCommandTests {
    @Test("a store as a run left it is 0, one edited by hand is 100 and named")
    func edited() throws {
        let folder = try Folder()
        #expect(try Command(Command.quick, in: folder).code == 10)
        let fine = try Command(["verify"], in: folder)
        #expect(fine.code == 0)
        #expect(fine.output.hasSuffix("nothing differs\n"))
        let path = "\(folder.path)/results/results.db"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // An event that every run of the gate stores, whatever it came out as.
        let found = try #require(bytes.range(of: Data("lab-done".utf8)))
        bytes.replaceSubrange(found, with: Data("lab-gone".utf8))
        try bytes.write(to: URL(fileURLWithPath: path))
        let edited = try Command(["verify", "--run", "1"], in: folder)
        #expect(edited.code == RunExitCode.noGo.rawValue)
        #expect(edited.output.contains("differs: run 1, "))
    }

    @Test("a run that is not there is 106, a file that is no store is 110")
    func refused() throws {
        let folder = try Folder()
        #expect(try Command(["verify"], in: folder).code == 106)
        #expect(try Command(Command.quick, in: folder).code == 10)
        #expect(try Command(["verify", "--run", "9"], in: folder).code == 106)
        try folder.write("garbage.db", "this is no database at all")
        #expect(try Command(["verify", "--db", "garbage.db"], in: folder).code == 110)
    }
}
