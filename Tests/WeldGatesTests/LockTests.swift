import Foundation
import GateKit
import Glibc
import Testing

/// Runs of several processes on one machine.
@Suite("One run at a time", .serialized)
struct LockTests {
    /// A run that waits at the folder's lock or holds it, with what it says.
    private final class Started {
        let process = Process()
        private let errors = Pipe()
        private var text = ""

        init(_ arguments: [String], in folder: Folder) throws {
            process.executableURL = URL(fileURLWithPath: folder.program)
            process.arguments = folder.locking(arguments)
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = errors
            try process.run()
        }

        deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

        var pid: Int32 { process.processIdentifier }

        /// Reads until the run has said this; false where it ends before.
        func hasSaid(_ words: String) -> Bool {
            while !text.contains(words) {
                let data = errors.fileHandleForReading.availableData
                if data.isEmpty { return false }
                text += String(decoding: data, as: UTF8.self)
            }
            return true
        }
    }

    @Test(
        "--no-wait refuses with 79 and names the holder; a holder that is killed holds nothing")
    func refused() throws {
        let folder = try Folder()
        let first = try Started(["--gate", "G1", "--no-controls"], in: folder)
        #expect(first.hasSaid("run 1:"))
        let second = try Command(Command.quick + ["--no-wait"], in: folder)
        #expect(second.code == RunExitCode.preconditionMissing.rawValue)
        #expect(
            second.errors == "weld-gates: another run holds the machine (pid \(first.pid)); "
                + "try again later, or without --no-wait\n")
        kill(first.pid, SIGKILL)
        first.process.waitUntilExit()
        #expect(try Command(Command.quick + ["--no-wait"], in: folder).code == 10)
    }

    @Test("a run waits for another, says so once, and is interrupted at once")
    func waits() throws {
        let folder = try Folder()
        let held = unsafe open(folder.lock, O_RDWR | O_CREAT, 0o666)
        defer { close(held) }
        #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
        let waiting = try Started(Command.quick, in: folder)
        #expect(
            waiting.hasSaid("another run holds the machine (pid \(getpid())); waiting, or use"))
        kill(waiting.pid, SIGINT)
        waiting.process.waitUntilExit()
        #expect(waiting.process.terminationStatus == RunExitCode.inconclusive.rawValue)
        #expect(waiting.hasSaid("interrupted while another run held the machine"))
        #expect(!folder.holds("results/results.db"))
        let next = try Started(Command.quick, in: folder)
        #expect(next.hasSaid("waiting, or use --no-wait"))
        flock(held, LOCK_UN)
        next.process.waitUntilExit()
        #expect(next.process.terminationStatus == RunExitCode.inconclusive.rawValue)
        #expect(folder.holds("results/results.db"))
    }
}
