import Foundation
import GateKit
import Testing

/// The kill map over the real editor and runtime.
@Suite("Kill map")
struct KillMapCommandTests {
    /// Writes a runtime that has a fault which the judge is not told of.
    private func runtime(with sabotage: String, in folder: Folder) throws -> String {
        let path = "\(folder.path)/our-runtime"
        try """
        #!/bin/sh
        exec '\(Folder.built)/weld-runtime' "$@" --sabotage \(sabotage)

        """.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test(
        "a healthy pair does as documented in every part of its lives, and the map is kept")
    func healthy() throws {
        let folder = try Folder()
        let command = try Command(["killmap", "--points", "16", "--json"], in: folder)
        // A busy host may make a kill late, and then nothing is decided.
        #expect([0, 10].contains(command.code), "\(command.errors)")
        let map = try JSONDecoder().decode(KillMap.self, from: Data(command.output.utf8))
        #expect(map.results.count == 16)
        #expect(Set(map.results.map(\.point.phase)) == Set(KillPhase.allCases))
        #expect(map.count(.deviated) == 0, "\(command.output)")
        #expect(try Command(["verify"], in: folder).code == 0)
        let report = try Command(["report", "--run", "1", "--output", "-"], in: folder)
        #expect(report.output.contains("## Kill map"), "\(report.errors)")
    }

    @Test(
        "a fault that shows only after a kill is a deviation with its point and its words",
        arguments: [
            ("leave-socket", "left: "), ("exit-code-1-on-eof", "exited(1), documented exited(0)"),
        ])
    func faulty(sabotage: String, words: String) throws {
        let folder = try Folder()
        let command = try Command(
            [
                "killmap", "--point", "editor/publish/5", "--runtime",
                runtime(with: sabotage, in: folder),
            ], in: folder)
        #expect(command.code == RunExitCode.noGo.rawValue, "\(command.errors)")
        #expect(command.output.contains("editor/publish/5/entry"))
        #expect(command.errors.contains(words), "\(command.errors)")
    }

    @Test(
        "a command line that names no point is a usage error",
        arguments: [
            ["--point", "editor/tea/1"], ["--points", "0"], ["--all", "--point", "editor/sweep/1"],
        ])
    func usage(arguments: [String]) throws {
        let command = try Command(["killmap"] + arguments, in: try Folder())
        #expect(command.code == RunExitCode.usage.rawValue)
    }
}
