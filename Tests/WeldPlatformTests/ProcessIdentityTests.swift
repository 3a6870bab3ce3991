import Glibc
import Testing

@testable import WeldPlatform

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

    @Test("a process that we may not signal (EPERM) is alive")
    func foreignProcess() async {
        await #expect(processExitsWith: .success) {
            if getuid() == 0 { setuid(65_534) }
            guard kill(1, 0) == -1, errno == EPERM else { exit(2) }
            exit(ProcessIdentity.of(pid: 1)?.isAlive == true ? 0 : 3)
        }
    }

    @Test("no process has pid 0 or less", arguments: [0, -1] as [Int32])
    func impossiblePIDs(pid: Int32) {
        #expect(ProcessIdentity.of(pid: pid) == nil)
        #expect(!ProcessIdentity(pid: pid, startTicks: 1).isAlive)
    }

    @Test("a program's name may hold blanks and parentheses")
    func hostileName() {
        let tail = "Z 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21"
        let record = ProcessRecord(Array("42 (a) R (x) ) \(tail)".utf8))
        #expect(record?.state == UInt8(ascii: "Z"))
        #expect(record?.startTicks == 4711)
        #expect(record?.isDead == true)
    }

    @Test("a cut line is no record", arguments: ["", "42", "42 (a)", "42 (a) R 1 2 3"])
    func cutLine(text: String) {
        #expect(ProcessRecord(Array(text.utf8)) == nil)
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
