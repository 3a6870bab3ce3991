import Synchronization
import Testing

@testable import GateHost

/// A followed process stops at each of its system calls, and dies where it is told.
@Suite struct TracerTests {
    /// What one following came to.
    struct Followed {
        var calls: [TracedCall]
        var end: TraceEnd
        var status: ProcessStatus
    }

    /// Starts a program, follows it in a thread of its own, and kills it where it is told.
    private func follow(
        _ program: [String], child: Int? = nil,
        killing: @escaping @Sendable (_ number: Int, TracedCall) -> Bool = { _, _ in false }
    ) throws -> Followed {
        try follow(program, child: child) { killing($0, $1) ? .kill : .goOn }
    }

    /// Starts a program and follows it in a thread of its own.
    private func follow(
        _ program: [String], child: Int? = nil,
        deciding: @escaping @Sendable (_ number: Int, TracedCall) -> TraceDecision
    ) throws -> Followed {
        let words = ProcessTracer.launcher + program
        var process = try ChildProcess.spawn(path: words[0], arguments: Array(words.dropFirst()))
        let pid = process.pid
        let seen = Mutex<(calls: [TracedCall], end: Result<TraceEnd, SystemError>?)>(([], nil))
        let thread = try OSThread.start(named: "tracer") {
            let end: Result<TraceEnd, SystemError>
            do throws(SystemError) {
                end = .success(
                    try ProcessTracer.follow(pid, child: child) { call in
                        let number = seen.withLock { seen in
                            if call.isEntry { seen.calls.append(call) }
                            return seen.calls.count
                        }
                        return deciding(number, call)
                    })
            } catch {
                end = .failure(error)
            }
            seen.withLock { $0.end = end }
        }
        thread.join()
        let status = try process.wait(until: .after(.seconds(10)))
        let (calls, end) = seen.withLock { $0 }
        return Followed(calls: calls, end: try #require(end).get(), status: status)
    }

    @Test(
        "a program that nobody kills is seen to its end, and its parent still learns how it ended")
    func toTheEnd() throws {
        let followed = try follow(["/bin/sh", "-c", "exit 7"])
        #expect(followed.status == .exited(code: 7))
        #expect(followed.calls.last?.name == "exit_group")
        guard case .ended = followed.end else {
            Issue.record("killed")
            return
        }
    }

    @Test("the same program makes the same calls each time")
    func deterministic() throws {
        let first = try follow(["/bin/true"]).calls.map(\.name)
        let second = try follow(["/bin/true"]).calls.map(\.name)
        #expect(first == second)
        #expect(first.count > 5)
    }

    @Test("it dies at the call that was chosen, which is not made then", arguments: [1, 2, 5])
    func killed(number: Int) throws {
        let whole = try follow(["/bin/true"]).calls
        let followed = try follow(["/bin/true"]) { now, _ in now == number }
        #expect(followed.status == .signalled(number: 9, coreDumped: false))
        #expect(followed.calls.count == number)
        guard case .killed(let kill) = followed.end else {
            Issue.record("not killed")
            return
        }
        #expect(kill.call.name == whole[number - 1].name)
        #expect(kill.threadName == "true")
    }

    @Test(
        "what is killed after its write has written, before it has not", arguments: [true, false])
    func sides(isEntry: Bool) throws {
        let pipe = try PipeEnds()
        try pipe.readEnd.setNonBlocking()
        let path = "/proc/\(ProcessEnvironment.pid)/fd/\(pipe.writeEnd.rawValue)"
        let followed = try follow(["/bin/sh", "-c", "echo written >\(path)"]) { _, call in
            call.name == "write" && call.isEntry == isEntry
        }
        #expect(followed.status == .signalled(number: 9, coreDumped: false))
        #expect(followed.calls.last.map { String(decoding: $0.text, as: UTF8.self) } == "written\n")
        let found = try Poll.wait(pipe.readEnd.rawValue, for: .readable, until: .immediately)
        #expect(found.isEmpty == isEntry)
    }

    @Test(
        "a failed call returns its error, and is made all the same only where that is how it fails",
        arguments: [true, false])
    func failing(isMade: Bool) throws {
        let folder = try Folder()
        let path = "\(folder.path)/made"
        let followed = try follow(["/bin/mkdir", path]) { _, call in
            guard call.isEntry, ["mkdir", "mkdirat"].contains(call.name) else { return .goOn }
            return TraceDecision.fail("ENOSPC", isMade: isMade) ?? .kill
        }
        #expect(followed.status == .exited(code: 1))
        #expect((FileSystemReading.names(in: path) != nil) == isMade)
        withExtendedLifetime(folder) {}
    }

    @Test("a thread that is held stands still for as long, and its program notices nothing else")
    func held() throws {
        let whole = try follow(["/bin/sh", "-c", "exit 7"]).calls.map(\.name)
        let start = MonotonicClock.now()
        let followed = try follow(["/bin/sh", "-c", "exit 7"]) { number, _ in
            (2...4).contains(number) ? .hold(.milliseconds(10)) : .goOn
        }
        #expect(MonotonicClock.now() - start >= 60_000_000, "before and after three calls")
        #expect(followed.status == .exited(code: 7))
        #expect(followed.calls.map(\.name) == whole)
    }

    @Test(
        "a transfer that is shortened moves so many bytes, and the program goes on with the rest",
        arguments: [("sendto", 22), ("recvfrom", 62), ("write", 66)])
    func shortened(name: String, code: Int32) throws {
        // perl-base is on every Debian and Ubuntu; the shell has no sockets.
        let script = """
            use Socket; socketpair(my $a, my $b, AF_UNIX, SOCK_STREAM, PF_UNSPEC);
            my $sent = send($a, 'abcdef', 0); recv($b, my $taken, 6, 0);
            exit($sent * 10 + length $taken);
            """
        let followed = try follow(["/usr/bin/perl", "-e", script]) { _, call in
            call.isEntry && call.name == name ? .shorten(to: 2) : .goOn
        }
        #expect(followed.status == .exited(code: code))
    }

    @Test("the dynamic loader's calls are told from the program's")
    func loader() throws {
        let calls = try follow(["/bin/true"]).calls
        #expect(calls.first?.isLoaders == true)
        #expect(calls.last?.isLoaders == false)
    }

    @Test("an error without a number is none")
    func numbers() {
        #expect(ErrorNumbers.number(of: "EPONY") == nil)
        #expect(ErrorNumbers.names.allSatisfy { (ErrorNumbers.number(of: $0) ?? 0) > 0 })
        #expect(Set(ErrorNumbers.names.map(ErrorNumbers.number)).count == ErrorNumbers.names.count)
    }

    @Test("of a program's children the wanted one is followed, and nobody else", arguments: [1, 2])
    func child(number: Int) throws {
        let script = "/bin/sh -c 'echo one >/dev/null'; /bin/sh -c 'echo two >/dev/null'; exit 3"
        let followed = try follow(["/bin/sh", "-c", script], child: number)
        #expect(followed.status == .exited(code: 3))
        let texts = followed.calls.map { String(decoding: $0.text, as: UTF8.self) }
        #expect(texts.filter { !$0.isEmpty } == [number == 1 ? "one\n" : "two\n"])
    }

    @Test("a child that is killed leaves its parent alone")
    func killedChild() throws {
        let script = "/bin/true; exit $?"
        let followed = try follow(["/bin/sh", "-c", script], child: 1) { now, _ in now == 3 }
        #expect(followed.status == .exited(code: 128 + 9))
    }

    @Test("a process that ends before it stops is no process to follow")
    func gone() throws {
        var process = try ChildProcess.spawn(path: "/bin/true", arguments: [])
        #expect(throws: SystemError.self) {
            _ = try ProcessTracer.follow(process.pid) { _ in .goOn }
        }
        #expect(try process.wait(until: .after(.seconds(10))) == .exited(code: 0))
    }
}
