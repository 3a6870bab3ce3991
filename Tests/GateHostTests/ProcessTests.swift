import Foundation
import Glibc
import Testing

@testable import GateHost

/// Processes by number and start time.
@Suite("Processes")
struct ProcessTests {
    /// A child that waits for input which never comes; the caller ends it.
    private func waitingChild() throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cat")
        process.standardInput = Pipe()
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test("this process is alive under its own identity")
    func own() throws {
        let own = try #require(Ledger.process(getpid()))
        #expect(own.parent == getppid())
        #expect(own.identity.isAlive)
    }

    @Test("the same number with another start time is another process")
    func recycled() throws {
        let own = try #require(Ledger.process(getpid()))
        let other = ProcessEntry.Identity(pid: own.pid, startTicks: own.startTicks + 1)
        #expect(!other.isAlive)
    }

    @Test("a child that waits is found among the descendants, with its command line")
    func descendants() throws {
        let process = try waitingChild()
        defer { process.terminate() }
        let pid = process.processIdentifier
        #expect(Ledger.descendants(of: getpid()).contains { $0.pid == pid })
        #expect(Ledger.commandLine(of: pid) == ["/bin/cat"])
    }

    @Test("a process counts as stopped when its threads are, and no more once it goes on")
    func stopped() throws {
        let process = try waitingChild()
        defer { process.terminate() }
        let pid = process.processIdentifier
        #expect(!Ledger.isStopped(pid))
        #expect(kill(pid, SIGSTOP) == 0)
        // The parent is told when a child has stopped, and when it goes on.
        var information = unsafe siginfo_t()
        #expect(unsafe waitid(P_PID, id_t(pid), &information, WSTOPPED) == 0)
        #expect(Ledger.isStopped(pid))
        #expect(kill(pid, SIGCONT) == 0)
        #expect(unsafe waitid(P_PID, id_t(pid), &information, WCONTINUED) == 0)
        #expect(!Ledger.isStopped(pid))
    }

    @Test("a process that is gone is not stopped")
    func goneIsNotStopped() {
        #expect(!Ledger.isStopped(0))
    }

    @Test(
        "a program's name may hold anything",
        arguments: ["cat", "a b", "x) S 1 (", "((", "))"])
    func names(name: String) throws {
        let tail = Array(repeating: "0", count: 16).joined(separator: " ")
        let line = "42 (\(name)) S 7 42 40 \(tail.dropLast(2)) 999 0 0"
        let entry = try #require(ProcessEntry(statLine: line))
        #expect(entry.name == name)
        #expect(entry.pid == 42)
        #expect(entry.parent == 7)
        #expect(entry.state == "S")
        #expect(entry.startTicks == 999)
    }

    @Test("what is no line of stat is no process", arguments: ["", "42", "42 (cat", "x (y) S 1"])
    func garbage(line: String) {
        #expect(ProcessEntry(statLine: line) == nil)
    }
}
