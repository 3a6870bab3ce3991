import Foundation
import GateKit
import Testing

/// The fault map over the real editor and runtime.
@Suite("Fault map")
struct FaultMapCommandTests {
    /// Writes a runtime that begins as a script.
    private func runtime(beginning script: String, in folder: Folder) throws -> String {
        let path = "\(folder.path)/our-runtime"
        try """
        #!/bin/sh
        \(script)
        exec '\(Folder.built)/weld-runtime' "$@"

        """.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test(
        "a healthy pair goes on, or ends as documented, whichever call fails")
    func healthy() throws {
        let command = try Command(["faultmap", "--points", "8", "--json"], in: try Folder())
        #expect(command.code == RunExitCode.go.rawValue, "\(command.errors)")
        let map = try JSONDecoder().decode(FaultMap.self, from: Data(command.output.utf8))
        #expect(map.results.count == 8)
        #expect(map.unknownCalls.isEmpty)
    }

    @Test(
        "a runtime that dies, or ends with a code of no page, where a call fails is a deviation",
        arguments: [
            // The shell opens its script, then these two.
            (
                ": </dev/null; { :; } </dev/null || kill -SEGV $$", "openat/EACCES/third",
                "the runtime died of signal 11"
            ),
            ("", "fcntl-duplicate/EMFILE", "the runtime ended with 2"),
        ])
    func faulty(script: String, call: String, words: String) throws {
        let folder = try Folder()
        let command = try Command(
            [
                "faultmap", "--point", "runtime/start/\(call)", "--runtime",
                runtime(beginning: script, in: folder),
            ], in: folder)
        #expect(command.code == RunExitCode.noGo.rawValue, "\(command.errors)")
        #expect(command.output.contains("runtime/start/\(call)"))
        #expect(command.output.contains(words), "\(command.output)")
    }

    @Test("a run whose attempt has no descriptor comes to its end")
    func attemptWithoutDescriptor() throws {
        let command = try Command(
            ["faultmap", "--point", "harness/run/pidfd_open/EMFILE/last"], in: try Folder())
        #expect(command.code == RunExitCode.go.rawValue, "\(command.output)\(command.errors)")
    }

    @Test(
        "a command line that names no point is a usage error",
        arguments: [
            ["--point", "editor/tea/read/EIO"], ["--points", "0"],
            ["--all", "--point", "editor/sweep/openat/EIO"],
        ])
    func usage(arguments: [String]) throws {
        let command = try Command(["faultmap"] + arguments, in: try Folder())
        #expect(command.code == RunExitCode.usage.rawValue)
    }
}
