import Foundation
import GateKit
import Testing

/// Programs that make no offer and report nothing are judged from outside (contract.md#outside).
@Suite("A pair without a contract")
struct OutsideTests {
    private static let peer = "\(Folder.built)/milestone-runtime"

    /// A runtime that makes no offer, reports nothing and has a fault.
    private func faulty(_ sabotage: String, in folder: Folder) throws -> String {
        let path = "\(folder.path)/faulty-runtime"
        let text = """
            #!/bin/sh
            [ "$1" = --contract ] && exit 1
            exec '\(Folder.built)/weld-runtime' "$@" --sabotage \(sabotage)
            """
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test("the matrix says what was shown of the milestone's runtime, and what was not")
    func runtime() throws {
        let folder = try Folder()
        let made = try Command(
            ["--gate", "G1", "--gate", "G3", "--runtime", Self.peer, "--replicates", "1"],
            in: folder)
        #expect(made.code == RunExitCode.inconclusive.rawValue, "\(made.output)\(made.errors)")
        let lines = made.output.split(separator: "\n")
        let fuzz = try #require(lines.first { $0.hasPrefix("G3 fuzz") })
        #expect(fuzz.contains("GO (unproven) provisional"))
        #expect(fuzz.contains("0 of 11 controls ran; names of errors 0 of 1"))
        // Times are the host's too; never more than unproven.
        let median = try #require(lines.first { $0.hasPrefix("G1 round-trip median") })
        #expect(median.contains("GO (unproven)") || median.contains("INCONCLUSIVE"), "\(median)")
        for gate in ["G1", "G3"] {
            #expect(lines.contains { $0.hasPrefix("\(gate) was judged from outside. Not shown: ") })
        }
        #expect(try Command(["verify"], in: folder).code == 0)
    }

    @Test("the milestone's pair is judged by exit status, and not where events would be needed")
    func pair() throws {
        let made = try Command(
            [
                "--gate", "G5", "--gate", "G7", "--runtime", Self.peer, "--editor",
                "\(Folder.built)/milestone-editor",
            ], in: try Folder())
        #expect(made.code == RunExitCode.inconclusive.rawValue, "\(made.output)\(made.errors)")
        let lines = made.output.split(separator: "\n")
        let killed = try #require(lines.first { $0.hasPrefix("G5 ") })
        #expect(killed.contains("GO (unproven)") || killed.contains("INCONCLUSIVE"), "\(killed)")
        let passing = try #require(lines.first { $0.hasPrefix("G7 ") })
        #expect(passing.contains("PENDING") && passing.contains("not from outside"))
    }

    @Test(
        "a fault is seen from outside too",
        arguments: [
            ("G1", "echo-corrupt"), ("G3", "accept-bad-magic"), ("G3", "crash-on-oversize"),
            ("G5", "exit-code-1-on-eof"),
        ])
    func fault(gate: String, sabotage: String) throws {
        let folder = try Folder()
        let made = try Command(
            [
                "--gate", gate, "--runtime", faulty(sabotage, in: folder), "--replicates", "1",
            ], in: folder)
        #expect(made.code == RunExitCode.noGo.rawValue, "\(made.output)\(made.errors)")
    }

    @Test(
        "who neither makes an offer nor lives as the milestone does is named, and nothing is judged"
    )
    func nobody() throws {
        let folder = try Folder()
        let made = try Command(["--gate", "G1", "--runtime", "/bin/false"], in: folder)
        #expect(made.code == RunExitCode.preconditionMissing.rawValue)
        #expect(made.errors.contains("/bin/false does not answer --contract"))
        #expect(!folder.holds("results/report.md"))
    }

    /// Where the original's binaries are: `weld-runtime`, and `weld-editor` if it is there.
    private static let folderOfOriginal = ProcessInfo.processInfo.environment["WELD_ORIGINAL"] ?? ""

    @Test(
        "the original's own runtime serves our editor, and is unproven at best",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "\(folderOfOriginal)/weld-runtime"),
            "WELD_ORIGINAL names no folder with the original's weld-runtime"))
    func original() throws {
        let folder = try Folder()
        let runtime = "\(Self.folderOfOriginal)/weld-runtime"
        try folder.shell(
            "'\(Folder.built)/weld-editor' --headless --seconds 3 --milestone --requests 100/s "
                + "--socket '\(folder.path)/e.sock' --runtime '\(runtime)'")
        let made = try Command(
            ["--gate", "G1", "--gate", "G3", "--gate", "G5", "--runtime", runtime], in: folder)
        #expect(made.code == RunExitCode.inconclusive.rawValue, "\(made.output)\(made.errors)")
        #expect(made.output.contains("G3 was judged from outside"))
    }
}
