import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("Child processes")
struct ChildProcessTests {
    private func shell(
        _ script: String, inheriting: [InheritedDescriptor] = [], newProcessGroup: Bool = false,
        environment: [String]? = nil
    ) throws -> ChildProcess {
        try ChildProcess.spawn(
            path: "/bin/sh", arguments: ["-c", script], environment: environment,
            inheriting: inheriting, newProcessGroup: newProcessGroup)
    }

    /// Runs a script and returns what it wrote to its descriptor 1.
    private func output(_ script: String, inheriting: [InheritedDescriptor] = []) throws -> String {
        let pipe = try PipeEnds()
        var child = try shell(
            script,
            inheriting: inheriting + [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
        let reader = pipe.readEnd
        try pipe.writeEnd.close()
        let content = String(decoding: try reader.readAll(), as: UTF8.self)
        #expect(try child.wait(until: .after(.seconds(10))) == .exited(code: 0))
        return content
    }

    @Test("a child starts in the directory that it is told, and elsewhere where this process is")
    func directory() throws {
        for directory in ["/usr", nil] {
            let pipe = try PipeEnds()
            var child = try ChildProcess.spawn(
                path: "/bin/pwd", arguments: ["-P"], directory: directory,
                inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
            let reader = pipe.readEnd
            try pipe.writeEnd.close()
            let content = String(decoding: try reader.readAll(), as: UTF8.self)
            #expect(try child.wait(until: .after(.seconds(10))) == .exited(code: 0))
            #expect((content == "/usr\n") == (directory != nil))
        }
        let error = #expect(throws: SystemError.self) {
            _ = try ChildProcess.spawn(path: "/bin/pwd", arguments: [], directory: "/nowhere")
        }
        #expect(error?.code == ENOENT)
    }

    @Test("an exit code is an exit code", arguments: [0, 1, 10, 255] as [Int32])
    func exitCodes(code: Int32) throws {
        var child = try shell("exit \(code)")
        #expect(try child.wait(until: .after(.seconds(10))) == .exited(code: code))
        #expect(child.status == .exited(code: code))
    }

    @Test(
        "a signal is never an exit code",
        arguments: [SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGKILL, SIGSEGV, SIGPIPE, SIGTERM, SIGUSR2])
    func signals(number: Int32) throws {
        var child = try shell("ulimit -c 0; kill -\(number) $$")
        let status = try child.wait(until: .after(.seconds(10)))
        guard case .signalled(let found, _) = status else {
            Issue.record("\(status)")
            return
        }
        #expect(found == number)
    }

    @Test("waiting ends at the deadline while the child runs, and kill ends the child")
    func waitDeadline() throws {
        let pipe = try PipeEnds()
        var child = try shell(
            "exec cat", inheriting: [InheritedDescriptor(pipe.readEnd.rawValue, as: 0)])
        #expect(try child.wait(until: .immediately) == .running)
        #expect(try child.wait(until: .after(.milliseconds(20))) == .running)
        #expect(try child.kill(SIGKILL))
        let status = try child.wait(until: .after(.seconds(10)))
        #expect(status == .signalled(number: SIGKILL, coreDumped: false))
        #expect(try !child.kill(SIGKILL))
    }

    @Test("a dropped child is killed and reaped")
    func droppedChild() throws {
        let pipe = try PipeEnds()
        let pid = try {
            let child = try shell(
                "exec cat", inheriting: [InheritedDescriptor(pipe.readEnd.rawValue, as: 0)])
            return child.pid
        }()
        #expect(kill(pid, 0) == -1)
        #expect(ProcessIdentity.of(pid: pid) == nil)
    }

    @Test("a missing program keeps errno and path")
    func missingProgram() {
        let error = #expect(throws: SystemError.self) {
            _ = try ChildProcess.spawn(path: "/nowhere/weld-runtime", arguments: [])
        }
        #expect(error?.code == ENOENT)
        #expect(error?.path == "/nowhere/weld-runtime")
        #expect(error?.operation == "spawn")
    }

    @Test("a file without the run bit keeps errno and path")
    func notExecutable() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/plain"
            unsafe close(open(path, O_CREAT | O_WRONLY, 0o644))
            let error = #expect(throws: SystemError.self) {
                _ = try ChildProcess.spawn(path: path, arguments: [])
            }
            #expect(error?.code == EACCES)
            #expect(error?.path == path)
        }
    }

    @Test("a child holds the standard streams and exactly the listed descriptors")
    func exactInheritance() throws {
        let pipe = try PipeEnds()
        let leaky = fcntl(pipe.readEnd.rawValue.rawValue, F_DUPFD, 20)
        defer { close(leaky) }
        let list = try output(
            "cd /proc/self/fd; echo *",
            inheriting: [
                InheritedDescriptor(pipe.readEnd.rawValue, as: 5),
                InheritedDescriptor(pipe.writeEnd.rawValue, as: 9),
            ])
        // The shell's own expansion opens the directory as one more.
        let numbers = Set(list.split(whereSeparator: \.isWhitespace).compactMap { Int($0) })
        #expect(numbers.subtracting([3, 4]) == [0, 1, 2, 5, 9])
        #expect(!numbers.contains(Int(leaky)))
    }

    @Test("sources and targets may overlap")
    func overlappingInheritance() throws {
        let first = try PipeEnds()
        let second = try PipeEnds()
        _ = try first.writeEnd.write(Array("one\n".utf8))
        _ = try second.writeEnd.write(Array("two\n".utf8))
        let a = first.readEnd.rawValue
        let b = second.readEnd.rawValue
        let text = try output(
            "read x </proc/self/fd/\(b); read y </proc/self/fd/\(a); echo $x $y",
            inheriting: [
                InheritedDescriptor(a, as: b.rawValue), InheritedDescriptor(b, as: a.rawValue),
            ])
        #expect(text == "one two\n")
    }

    @Test("signal mask and dispositions are reset")
    func signalsReset() async {
        await #expect(processExitsWith: .success) {
            try Signals.ignore(SIGPIPE)
            try Signals.block([SIGTERM, SIGUSR2])
            var child = try ChildProcess.spawn(
                path: "/bin/sh",
                arguments: [
                    "-c",
                    "grep -q 'SigBlk:.0000000000000000' /proc/self/status && "
                        // glibc itself ignores its two internal signals, 32 and 33, in a spawn.
                        + "grep -qE 'SigIgn:.0{7}[01][08]0{7}$' /proc/self/status",
                ])
            exit(try child.wait(until: .after(.seconds(10))) == .exited(code: 0) ? 0 : 2)
        }
    }

    @Test("the backtracer is off unless the caller says otherwise")
    func backtraceVariable() throws {
        let script = "test \"$SWIFT_BACKTRACE\" = "
        var silent = try shell(script + "enable=no", environment: ["A=b"])
        #expect(try silent.wait(until: .after(.seconds(10))) == .exited(code: 0))
        var loud = try shell(script + "enable=yes", environment: ["SWIFT_BACKTRACE=enable=yes"])
        #expect(try loud.wait(until: .after(.seconds(10))) == .exited(code: 0))
    }

    @Test("a new process group is led by the child", arguments: [true, false])
    func processGroup(isNew: Bool) throws {
        let child = try shell("exec cat", newProcessGroup: isNew)
        #expect(getpgid(child.pid) == (isNew ? child.pid : getpgrp()))
    }
}

extension OwnedDescriptor {
    borrowing func write(_ bytes: [UInt8]) throws(SystemError) -> Int? {
        unsafe try bytes.withUnsafeBufferPointer { (part) throws(SystemError) in
            unsafe try write(UnsafeRawBufferPointer(part))
        }
    }
}
