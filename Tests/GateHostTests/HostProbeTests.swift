import Foundation
import TestSupport
import Testing

@testable import GateHost

/// What a gate needs is tried for real, and nothing of it stays.
@Suite("Probes of the host")
struct HostProbeTests {
    static let plain: [HostProbe] = [
        .processDescriptors, .subreaper, .sealedMemory, .eventCounters, .signalDescriptors,
        .eventPoll, .affinity, .descriptorPassing, .wake, .limits, .addresses(1 << 20),
        .sharedMemory(1 << 16),
    ]

    @Test("What this system offers works", arguments: plain)
    func works(probe: HostProbe) {
        #expect(probe.attempt() == .works)
    }

    @Test(
        "Processes can be started, and tasks beside them",
        .enabled(
            if: !Build.isThreadSanitized,
            "the thread sanitizer ends what is forked beside threads and starts a thread"),
        arguments: [.starting, .tasks(8)] as [HostProbe])
    func starting(probe: HostProbe) {
        #expect(probe.attempt() == .works)
    }

    @Test("What is made in a directory is gone afterwards")
    func directory() throws {
        let folder = try Folder()
        let probes: [HostProbe] = [
            .listening(directory: folder.path), .locks(directory: folder.path),
            .specialFiles(directory: folder.path), .directoryWatch(directory: folder.path),
            .disk(1 << 16, directory: folder.path),
        ]
        for probe in probes { #expect(probe.attempt() == .works) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        #expect(!Ledger.sharedMemoryNames().contains { $0.hasPrefix("weld-probe-") })
    }

    @Test(
        "What there is not is refused with the system's own code",
        arguments: [
            (.addresses(.max), 12), (.disk(1, directory: "/none"), 2),
            (.listening(directory: "/none"), 2), (.directoryWatch(directory: "/none"), 2),
            (.disk(.max, directory: "/tmp"), 27),
        ] as [(HostProbe, Int32)])
    func refused(probe: HostProbe, code: Int32) {
        guard case .refused(let error) = probe.attempt() else {
            Issue.record("\(probe) was not refused")
            return
        }
        #expect(error.code == code)
    }

    @Test("A limit is read as it stands, and named as a shell sets it")
    func limits() throws {
        let values = try InheritedLimit.descriptors.values()
        #expect(values.soft.map { $0 >= 3 } ?? true)
        #expect(InheritedLimit.descriptors.command(for: 1_024) == "ulimit -n 1024")
        #expect(InheritedLimit.stack.command(for: 2 << 20) == "ulimit -s 2048")
        #expect(InheritedLimit.processorTime.command(for: nil) == "ulimit -t unlimited")
    }

    @Test(
        "What the system has no more of, or forbids, is a limit; what a program did wrong is none",
        arguments: [
            (ENFILE, "open", true), (EMFILE, "accept", true), (ENOMEM, "map", true),
            (ENOSPC, "write", true), (EPERM, "set affinity", true), (ENOSYS, "x", true),
            (EAGAIN, "start thread x", true), (EAGAIN, "spawn", true), (EAGAIN, "read", false),
            (EINVAL, "map", false), (ENOENT, "open", false), (EBADF, "read", false),
        ])
    func kinds(code: Int32, operation: String, isLimit: Bool) {
        #expect(SystemError(code: code, operation: operation).isLimit == isLimit)
    }

    @Test("What grew of the system's counters is one sentence that names the file")
    func exhaustion() {
        let before = ControlGroups.Exhaustion(counts: ["/a oom_kill": 1, "/b max": 2, "/c max": 7])
        #expect(before.sentence(since: before) == nil)
        let killed = ControlGroups.Exhaustion(counts: ["/a oom_kill": 3, "/b max": 2, "/d max": 9])
        #expect(
            killed.sentence(since: before)
                == "the system killed 2 processes for memory (/a oom_kill)")
        let refused = ControlGroups.Exhaustion(counts: ["/a oom_kill": 1, "/b max": 6])
        #expect(
            refused.sentence(since: before)
                == "4 threads or processes too many were refused (/b max)")
        // A counter that began anew says nothing.
        let fewer = ControlGroups.Exhaustion(counts: ["/a oom_kill": 0])
        #expect(fewer.sentence(since: before) == nil)
    }
}
