import Foundation
import GRDB
import GateKit
import Testing

/// What export, import and reading keep for a while in TMPDIR is gone with them, however they end.
@Suite("Scratch")
struct ScratchTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.makeStore()
        try folder.shell("mkdir tmp")
    }

    private var kept: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/tmp")) ?? []
    }

    /// Starts the program, sends it a signal once something is so, and returns how it ended.
    private func end(
        _ arguments: [String], by signal: Int32, once isSo: () -> Bool
    ) throws -> (reason: Process.TerminationReason, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: folder.program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging([
            "TMPDIR": "\(folder.path)/tmp", "PATH": "\(folder.path):/usr/bin:/bin",
        ]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        try wait(isSo)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return (process.terminationReason, process.terminationStatus)
    }

    private func wait(_ isSo: () -> Bool) throws {
        for _ in 0..<600 where !isSo() { Thread.sleep(forTimeInterval: 0.05) }
        try #require(isSo())
    }

    @Test(
        "an export that a signal ends leaves nothing in TMPDIR and nothing beside its bundle",
        arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
    func export(signal: Int32) throws {
        // Signing takes as long as the program lives.
        try folder.write(
            "ssh-keygen",
            "#!/bin/sh\n: >here\nwhile kill -0 $PPID 2>/dev/null; do sleep 0.05; done\n")
        try folder.shell("chmod +x ssh-keygen; : >key")
        let ending = try end(
            ["export", "1", "--db", "runs.db", "-o", "a.bundle", "--sign", "key"], by: signal
        ) { folder.holds("here") && !kept.isEmpty }
        #expect(ending.reason == .uncaughtSignal && ending.status == signal)
        try wait { kept.isEmpty }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasPrefix("a.bundle") })
    }

    @Test(
        "an import that a signal ends leaves nothing in TMPDIR",
        arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
    func importing(signal: Int32) throws {
        let made = try Command(["export", "--db", "runs.db", "-o", "a.bundle"], in: folder)
        #expect(made.code == 0)
        try folder.makeStore("all.db")
        // The store that it comes into is somebody else's for now.
        let holder = try DatabaseQueue(path: "\(folder.path)/all.db")
        try holder.inDatabase { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE")
            let ending = try end(["import", "a.bundle", "--db", "all.db"], by: signal) {
                kept.contains { folder.holds("tmp/\($0)/run.db") }
            }
            #expect(ending.reason == .uncaughtSignal && ending.status == signal)
            try wait { kept.isEmpty }
            try database.execute(sql: "ROLLBACK")
        }
    }

    @Test("where no folder can be made for them, it is 79 and says so")
    func noFolder() throws {
        let environment = ["TMPDIR": "\(folder.path)/none"]
        let made = try Command(
            ["export", "--db", "runs.db", "-o", "a.bundle"], in: folder, environment: environment)
        #expect(made.code == RunExitCode.preconditionMissing.rawValue)
        #expect(made.errors.contains("set TMPDIR to a folder of yours"), "\(made.errors)")
        #expect(made.errors.split(separator: "\n").count == 1)
    }
}
