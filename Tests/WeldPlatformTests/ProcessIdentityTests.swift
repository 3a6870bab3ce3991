import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("Process identity")
struct ProcessIdentityTests {
    @Test("this process is alive, and a later one under its pid would not be taken for it")
    func startTimeCounts() throws {
        let own = try #require(ProcessIdentity.current())
        #expect(own.pid == getpid())
        #expect(own.isAlive)
        #expect(!ProcessIdentity(pid: own.pid, startTicks: own.startTicks + 1).isAlive)
    }

    @Test("a zombie is not alive")
    func zombie() throws {
        let pipe = try PipeEnds()
        var child = try ChildProcess.spawn(
            path: "/bin/cat", arguments: [],
            inheriting: [InheritedDescriptor(pipe.readEnd.rawValue, as: 0)])
        let identity = try #require(ProcessIdentity.of(pid: child.pid))
        #expect(identity.isAlive)
        try child.kill(SIGKILL)
        // Readable means ended, and nobody has reaped it yet.
        _ = try Poll.wait(child.pidDescriptor.rawValue, for: .readable, until: .never)
        #expect(ProcessIdentity.of(pid: child.pid) == identity)
        #expect(!identity.isAlive)
        _ = try child.wait(until: .never)
        #expect(ProcessIdentity.of(pid: child.pid) == nil)
        #expect(!identity.isAlive)
    }

    @Test("only what is known to have ended is gone")
    func gone() throws {
        var child = try ChildProcess.spawn(path: "/bin/cat", arguments: [])
        #expect(!ProcessIdentity.isGone(pid: ProcessEnvironment.pid))
        try child.kill(SIGKILL)
        _ = try Poll.wait(child.pidDescriptor.rawValue, for: .readable, until: .never)
        #expect(ProcessIdentity.isGone(pid: child.pid))
        _ = try child.wait(until: .never)
        #expect(ProcessIdentity.isGone(pid: child.pid))
    }

    @Test("a program's arguments are those that it was started with")
    func arguments() {
        #expect(ProcessEnvironment.arguments == CommandLine.arguments)
    }

    @Test("a process that we may not signal (EPERM) is alive")
    func foreignProcess() async {
        await #expect(processExitsWith: .success) {
            if getuid() == 0 { setuid(65_534) }
            guard kill(1, 0) == -1, errno == EPERM else { exit(2) }
            exit(ProcessIdentity.of(pid: 1)?.isAlive == true ? 0 : 3)
        }
    }

    @Test("a child and its child descend from this process, and nobody else does")
    func descent() throws {
        let pipe = try PipeEnds()
        let child = try ChildProcess.spawn(
            path: "/bin/sh", arguments: ["-c", "sleep 60 & echo $!; wait"],
            inheriting: [InheritedDescriptor(pipe.writeEnd.rawValue, as: 1)])
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe try bytes.withUnsafeMutableBytes {
            unsafe try pipe.readEnd.read(into: $0)
        }
        let text = String(decoding: bytes.prefix(count ?? 0), as: UTF8.self)
        let grandchild = try #require(Int32(text.filter(\.isNumber)))
        defer { kill(grandchild, SIGKILL) }
        for pid in [child.pid, grandchild] {
            #expect(ProcessIdentity.doesProcess(pid, descendFrom: getpid()))
            #expect(!ProcessIdentity.doesProcess(getpid(), descendFrom: pid))
        }
        #expect(ProcessIdentity.doesProcess(grandchild, descendFrom: child.pid))
        #expect(!ProcessIdentity.doesProcess(child.pid, descendFrom: grandchild))
        for pid in [0, -1, 1] as [Int32] {
            #expect(!ProcessIdentity.doesProcess(pid, descendFrom: getpid()))
        }
    }

    @Test("no process has pid 0 or less", arguments: [0, -1] as [Int32])
    func impossiblePIDs(pid: Int32) {
        #expect(ProcessIdentity.of(pid: pid) == nil)
        #expect(!ProcessIdentity(pid: pid, startTicks: 1).isAlive)
    }

    @Test("a program's name may hold blanks and parentheses")
    func hostileName() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/a) Z (x) "
            unsafe symlink("/bin/cat", path)
            let pipe = try PipeEnds()
            let child = try ChildProcess.spawn(
                path: path, arguments: [],
                inheriting: [InheritedDescriptor(pipe.readEnd.rawValue, as: 0)])
            let identity = try #require(ProcessIdentity.of(pid: child.pid))
            let own = try #require(ProcessIdentity.current())
            #expect(identity.isAlive)
            #expect(identity.startTicks >= own.startTicks)
        }
    }

    @Test("the start in real time lies between boot and now")
    func startInRealTime() throws {
        let own = try #require(ProcessIdentity.current())
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let started = own.startedAtRealTimeNanoseconds
        #expect(started <= UInt64(now.tv_sec + 1) * 1_000_000_000)
        #expect(started > UInt64(now.tv_sec - 86_400) * 1_000_000_000)
    }
}
