import Foundation
import GateKit
import GateStore

extension Folder {
    /// Makes a small store without running anything: one run, in which G7 was NO-GO.
    func makeStore(_ name: String = "runs.db") throws {
        let store = try GateStore(path: "\(path)/\(name)") { _ in true }
        let run = try store.beginRun(
            RunRecord(
                startedAt: 1_790_000_000_000, profile: .smoke, seed: 1, platform: .linux,
                hostClass: "dev", gates: [.g7], provenance: [Fact(ProvenanceKey.commit, "0123abc")]),
            harness: HarnessProcess(pid: 4242, startTime: 1))
        try store.finishRun(
            run, state: .finished, at: 1_790_000_003_000,
            results: [
                GateResult(
                    gate: .g7, verdict: .noGo, contractVerdict: .noGo,
                    reason: .recorded(text: "a descriptor leaked"))
            ], controls: [])
    }

    /// The bytes of a file in the folder.
    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    /// Runs a line of shell in the folder and returns its exit code; `$W` is the program.
    @discardableResult
    func shell(_ line: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.environment = ProcessInfo.processInfo.environment
            .merging(["W": program, "LOCK": lock]) { $1 }
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
            ? -process.terminationStatus : process.terminationStatus
    }
}
