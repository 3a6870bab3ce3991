import Foundation
import GateHost
import GateKit
import GateStore
import Glibc
import TestSupport
import Testing

/// Runs over the real editor and runtime, cut short.
@Suite("Real runs")
struct RealRunTests {
    @Test(
        "a killed run leaves no process, no socket, and a store that opens"
    )
    func killed() throws {
        let folder = try Folder()
        let run = try start(["--gate", "G1", "--no-controls"], in: folder)
        #expect(run.waitForChild(named: "weld-runtime"))
        kill(run.process.processIdentifier, SIGKILL)
        run.process.waitUntilExit()
        while !survivors(folder).isEmpty { sched_yield() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["results"])
        #expect(try Command(Command.quick, in: folder).code == 10)
        let store = try GateStore.openReadOnly(path: "\(folder.path)/results/results.db")
        #expect(try store.run(1).state == .broken)
        #expect(try store.run(2).state == .finished)
    }

    @Test("an interrupted run is INCONCLUSIVE and has a report")
    func interrupted() throws {
        let folder = try Folder()
        let run = try start(["--gate", "G1", "--no-controls"], in: folder)
        #expect(run.waitForChild(named: "weld-runtime"))
        kill(run.process.processIdentifier, SIGINT)
        run.process.waitUntilExit()
        #expect(run.process.terminationStatus == RunExitCode.inconclusive.rawValue)
        #expect(survivors(folder).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["results"])
        #expect(folder.holds("results/report.md"))
    }

    @Test("a runtime without its run bit is ERROR and 79, never NO-GO")
    func noRunBit() throws {
        let folder = try Folder()
        try folder.copyPrograms()
        let runtime = "\(folder.path)/weld-runtime"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: runtime)
        let command = try Command(["--gate", "G1"], in: folder)
        #expect(command.code == RunExitCode.preconditionMissing.rawValue)
        #expect(command.output.contains("ERROR"))
        #expect(command.output.contains("run chmod +x \(runtime)"))
    }

    @Test(
        "a sabotage that its stub announces and does not carry out turns the gate BLIND on a quiet host",
        .enabled(
            if: !Build.isSanitized,
            "a sanitizer keeps what its program frees, and g1.memory says so"))
    func sabotageWithoutEffect() throws {
        let folder = try Folder()
        try folder.copyPrograms()
        try folder.wrapRuntime(replacing: "echo-delay=1200us", with: "echo-delay=1us")
        let command = try Command(["--gate", "G1"], in: folder)
        let store = try GateStore.openReadOnly(path: "\(folder.path)/results/results.db")
        let report = try store.report(run: 1, declarations: [], notes: [])
        let result = try #require(report.results.first { $0.gate == .g1 })
        let missed = try #require(
            report.controls.first { $0.control.sabotage == "echo-delay=1200us" })
        if case .hostTook = missed.observed {
            #expect(missed.verdict == .inconclusive && result.cause == .host)
            #expect(command.code == RunExitCode.inconclusive.rawValue)
        } else {
            #expect(missed.verdict == .blind && missed.observed == .unseen)
            #expect(result.verdict == .blind)
            #expect(command.code == RunExitCode.blind.rawValue)
        }
    }

    @Test(
        "a runtime that ends before its handshake with a code that no wait explains is NO-GO")
    func deadOnArrival() throws {
        let folder = try Folder()
        try folder.copyPrograms()
        try folder.wrapRuntime(replacing: "--socket", with: "--sockets")
        let command = try Command(
            ["--gate", "G1", "--no-controls", "--replicates", "1"], in: folder)
        #expect(command.code == RunExitCode.noGo.rawValue)
        #expect(command.output.contains("exited with code 10 before the end of its handshake"))
    }

    private struct Started {
        var process: Process

        /// Waits until a descendant of that name runs; false where the run ends before.
        func waitForChild(named name: String) -> Bool {
            while process.isRunning {
                let all = Ledger.descendants(of: process.processIdentifier)
                // `--version` of the preconditions runs outside an attempt.
                if all.contains(where: { $0.name == name && $0.parent != process.processIdentifier }
                ) {
                    return true
                }
                sched_yield()
            }
            return false
        }
    }

    private func start(_ arguments: [String], in folder: Folder) throws -> Started {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: folder.program)
        process.arguments = folder.locking(arguments)
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment
            .merging(["TMPDIR": folder.path]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return Started(process: process)
    }

    /// Living processes whose private directory is in the folder.
    private func survivors(_ folder: Folder) -> [String] {
        Ledger.processes().filter { !$0.hasEnded && $0.pid != getpid() }.filter {
            Ledger.detail("environ", of: $0.pid)?.contains("TMPDIR=\(folder.path)") ?? false
        }.map(\.name)
    }
}
