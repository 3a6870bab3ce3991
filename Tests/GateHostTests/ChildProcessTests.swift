import GateHost
import Glibc
import Testing

/// How real children end, and what the judge makes of it (gates.md#rule-8).
@Suite("Child processes")
struct ChildProcessTests {
    private func shell(
        _ script: String, inheriting: [InheritedDescriptor] = [], directory: String? = nil
    ) throws -> ChildProcess {
        try ChildProcess.spawn(
            path: "/bin/sh", arguments: ["-c", script], directory: directory,
            inheriting: inheriting)
    }

    /// Waits for a child without reaping it.
    private func peek(_ child: borrowing ChildProcess) throws -> ProcessStatus {
        _ = try Poll.wait(
            child.pidDescriptor.rawValue, for: .readable, until: .after(.seconds(30)))
        return ProcessStatus.peek(child.pid)
    }

    @Test("an exit code is an exit code, seen and reaped", arguments: [0, 1, 10, 127, 128, 255])
    func exitCodes(code: Int32) throws {
        var child = try shell("exit \(code)")
        #expect(try peek(child) == .exited(code: code))
        #expect(try child.wait(until: .after(.seconds(30))) == .exited(code: code))
        #expect(child.status == .exited(code: code))
    }

    @Test(
        "a signal is never an exit code, seen or reaped",
        arguments: [
            SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGPIPE, SIGTERM,
            SIGUSR2,
        ])
    func signals(number: Int32) throws {
        // No core: one costs a file and seconds.
        var child = try shell("ulimit -c 0; kill -\(number) $$")
        let expected = ProcessStatus.signalled(number: number, coreDumped: false)
        #expect(try peek(child) == expected)
        #expect(try child.wait(until: .after(.seconds(30))) == expected)
    }

    @Test("a core dump is told from a death without one", .enabled(if: CoreDump.isMade))
    func coreDumped() throws {
        let place = try Folder()
        var child = try shell("ulimit -c unlimited; kill -ABRT $$", directory: place.path)
        let expected = ProcessStatus.signalled(number: SIGABRT, coreDumped: true)
        #expect(try peek(child) == expected)
        #expect(try child.wait(until: .after(.seconds(30))) == expected)
    }

    @Test("a child that is stopped or goes on has not ended")
    func stopped() throws {
        var child = try shell("kill -STOP $$; exit 7")
        while !Ledger.isStopped(child.pid) { sched_yield() }
        #expect(ProcessStatus.peek(child.pid) == .running)
        #expect(try child.wait(until: .immediately) == .running)
        #expect(try ProcessStatus.reap(child.pid) == .running)
        try child.kill(Signals.continue)
        #expect(try child.wait(until: .after(.seconds(30))) == .exited(code: 7))
    }

    @Test("waiting ends at the deadline while the child runs, and kill ends the child")
    func deadline() throws {
        let pipe = try PipeEnds()
        var child = try shell(
            "exec cat", inheriting: [InheritedDescriptor(pipe.readEnd.rawValue, as: 0)])
        #expect(try child.wait(until: .immediately) == .running)
        #expect(try child.wait(until: .after(.milliseconds(20))) == .running)
        #expect(try child.kill(Signals.kill))
        let status = try child.wait(until: .after(.seconds(30)))
        #expect(status == .signalled(number: SIGKILL, coreDumped: false))
        #expect(try !child.kill(Signals.kill))
    }

    @Test("a child that is dropped is killed and reaped")
    func dropped() throws {
        let pid = try spawnAndDrop()
        #expect(Ledger.process(pid) == nil)
    }

    private func spawnAndDrop() throws -> Int32 {
        let child = try shell("exec sleep 1000")
        return child.pid
    }

    @Test("a child inherits exactly what is listed, under the numbers that are listed")
    func inherited() throws {
        let first = try PipeEnds()
        let second = try PipeEnds()
        // Crossed: a plain dup2 of one after the other would lose the second.
        let numbers = [first.writeEnd.rawValue, second.writeEnd.rawValue]
        var child = try shell(
            "echo one >/proc/self/fd/\(numbers[1]); exec ls /proc/self/fd >/proc/self/fd/\(numbers[0])",
            inheriting: [
                InheritedDescriptor(numbers[0], as: numbers[1]),
                InheritedDescriptor(numbers[1], as: numbers[0]),
            ])
        try first.writeEnd.close()
        try second.writeEnd.close()
        #expect(try child.wait(until: .after(.seconds(30))) == .exited(code: 0))
        #expect(text(SharedDescriptor(adopting: first.readEnd)) == "one\n")
        let listed = text(SharedDescriptor(adopting: second.readEnd)).split(separator: "\n")
        let expected = Set(([0, 1, 2] + numbers).map(String.init))
        #expect(expected.isSubset(of: listed.map(String.init)))
        // One more is the directory that ls itself reads.
        #expect(listed.count == expected.count + 1)
    }

    private func text(_ descriptor: SharedDescriptor) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = descriptor.read(into: &buffer) ?? 0
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    @Test("a program that is not there names its path and the system's code")
    func missing() throws {
        let error = #expect(throws: SystemError.self) {
            _ = try ChildProcess.spawn(path: "/nowhere/program", arguments: [])
        }
        #expect(error?.kind == .notFound)
        #expect(
            error?.description
                == "cannot spawn /nowhere/program: No such file or directory (errno 2)")
    }

    @Test("what is no child of this process is still running, as far as can be asked")
    func noChild() throws {
        #expect(ProcessStatus.peek(getppid()) == .running)
        #expect(throws: SystemError.self) { try ProcessStatus.reap(getppid()) }
    }
}

/// Whether this machine writes core files into the directory of the process that died.
private enum CoreDump {
    static var isMade: Bool {
        let pattern = Ledger.detail("../sys/kernel/core_pattern", of: getpid()) ?? "|"
        return !pattern.hasPrefix("|") && !pattern.hasPrefix("/")
    }
}
