import Foundation
import GateHost
import Glibc
import Synchronization
import Testing

/// What the ledger says of this very process.
@Suite("Descriptors")
struct DescriptorTests {
    private func entry(_ number: Int32) -> DescriptorEntry? {
        Ledger.descriptors(of: getpid())?.first { $0.number == number }
    }

    @Test("two ends of a pipe are the same object under two numbers")
    func pipeEnds() throws {
        let pipe = Pipe()
        let read = try #require(entry(pipe.fileHandleForReading.fileDescriptor))
        let write = try #require(entry(pipe.fileHandleForWriting.fileDescriptor))
        #expect(read.kind == .pipe)
        #expect(read.identity == write.identity)
        #expect(read.number != write.number)
    }

    @Test("close-on-exec is read from the descriptor", arguments: [true, false])
    func closeOnExec(expected: Bool) throws {
        let copy = fcntl(0, expected ? F_DUPFD_CLOEXEC : F_DUPFD, 100)
        defer { close(copy) }
        #expect(try #require(entry(copy)).closeOnExec == expected)
    }

    @Test("a descriptor that comes and goes is never told with another one's flags, or with none")
    func fleeting() {
        let isOver = Mutex(false)
        let thread = Thread {
            while !isOver.withLock({ $0 }) { close(fcntl(0, F_DUPFD_CLOEXEC, 900)) }
        }
        thread.start()
        var inheritable = 0
        for _ in 0..<500 {
            let all = Ledger.descriptors(of: getpid()) ?? []
            inheritable += all.count { (900..<950).contains($0.number) && !$0.closeOnExec }
        }
        isOver.withLock { $0 = true }
        #expect(inheritable == 0)
    }

    @Test("bytes behind a process's descriptor are read where they lie, without moving it")
    func bytes() throws {
        let path = "/tmp/weld-bytes-\(UUID().uuidString)"
        try Data("0123456789".utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = unsafe open(path, O_RDWR)
        defer { close(file) }
        #expect(Ledger.bytes(of: getpid(), descriptor: file, at: 4, count: 3) == Array("456".utf8))
        #expect(Ledger.bytes(of: getpid(), descriptor: file, at: 8, count: 9) == Array("89".utf8))
        #expect(lseek(file, 0, SEEK_CUR) == 0)
        #expect(Ledger.bytes(of: .max, descriptor: file, at: 0, count: 1) == nil)
    }

    @Test("a socket, a directory, a file and a device are told apart")
    func kinds() throws {
        let directory = unsafe open("/proc", O_RDONLY)
        let file = unsafe open("/proc/self/exe", O_RDONLY)
        let device = unsafe open("/dev/null", O_RDONLY)
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { for number in [directory, file, device, socket] { close(number) } }
        #expect(try #require(entry(directory)).kind == .directory)
        #expect(try #require(entry(file)).kind == .regularFile)
        #expect(try #require(entry(device)).kind == .device)
        #expect(try #require(entry(socket)).kind == .socket)
    }

    @Test("a timer of the runtime library is told apart, and is nothing that this process can leak")
    func librarys() async throws {
        let pipe = Pipe()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(1)) {
                continuation.resume()
            }
        }
        #expect(Ledger.descriptors(of: getpid())?.contains { $0.kind == .timer } == true)
        let own = Ledger.ownDescriptors()
        #expect(own.contains { $0.number == pipe.fileHandleForReading.fileDescriptor })
        #expect(!own.contains { [.timer, .eventPoll, .eventCounter].contains($0.kind) })
    }

    @Test("a process that is gone has no descriptors, threads or mappings")
    func gone() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/true")
        try process.run()
        process.waitUntilExit()
        let pid = process.processIdentifier
        #expect(Ledger.descriptors(of: pid) == nil)
        #expect(Ledger.threads(of: pid) == nil)
        #expect(Ledger.mappings(of: pid) == nil)
        #expect(Ledger.process(pid) == nil)
        #expect(Snapshot(of: pid) == nil)
    }
}
