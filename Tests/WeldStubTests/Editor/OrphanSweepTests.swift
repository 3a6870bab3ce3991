import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldStub
import WeldTransport

@testable import weld_editor

@Suite("Orphan sweep")
struct OrphanSweepTests {
    /// Leaves a socket file that nobody listens at.
    private func leaveSocket(_ path: String) throws {
        try ListeningSocket.leaveDeadSocket(at: path)
    }

    /// A process that has ended and was reaped.
    private func deadPID() throws -> Int32 {
        var child = try ChildProcess.spawn(path: "/bin/true", arguments: [])
        _ = try child.wait(until: .after(.seconds(5)))
        return child.pid
    }

    @Test("a dead editor's socket goes; everything that only resembles one stays")
    func decoys() throws {
        try withTemporaryDirectory { directory in
            let dead = try deadPID()
            try leaveSocket("\(directory)/weld-\(dead).sock")
            let alive = "\(directory)/weld-\(ProcessEnvironment.parentPID).sock"
            try leaveSocket(alive)
            let decoys = [
                "weld-0\(dead).sock", "weld-\(dead).sock.bak", "xweld-\(dead).sock",
                "weld--\(dead).sock", "weld-\(dead).SOCK",
            ]
            for name in decoys { try leaveSocket("\(directory)/\(name)") }
            _ = try RegularFile.create("\(directory)/weld-1000000001.sock")
            unsafe symlink("\(directory)/\(decoys[0])", "\(directory)/weld-1000000002.sock")
            unsafe mkdir("\(directory)/weld-1000000003.sock", 0o700)
            let before = Set(try FileListing.names(in: directory))
            #expect(
                OrphanSweep.run(socketDirectory: directory).filter { $0.hasPrefix(directory) }
                    == ["\(directory)/weld-\(dead).sock"])
            #expect(
                Set(try FileListing.names(in: directory))
                    == before.subtracting(["weld-\(dead).sock"]))
        }
    }

    @Test("a socket that somebody listens at stays, even under a dead pid's name")
    func listening() throws {
        try withTemporaryDirectory { directory in
            let listener = try Listener(path: "\(directory)/weld-\(try deadPID()).sock")
            let swept = OrphanSweep.run(socketDirectory: directory)
            #expect(!swept.contains(listener.path))
            #expect(try DescriptorFacts.at(listener.path) != nil)
        }
    }

    @Test("a pid that was recycled after the file was made is no owner")
    func recycled() throws {
        let identity = try #require(ProcessIdentity.current())
        let started = identity.startedAtRealTimeNanoseconds
        let hour: UInt64 = 3_600_000_000_000
        #expect(OrphanSweep.isOrphan(owner: 1, fileTime: started - hour, identity: identity))
        #expect(!OrphanSweep.isOrphan(owner: 1, fileTime: started + hour, identity: identity))
        #expect(!OrphanSweep.isOrphan(owner: 1, fileTime: started, identity: identity))
        #expect(OrphanSweep.isOrphan(owner: 1, fileTime: started, identity: nil))
    }

    @Test("shared memory of a dead process goes, that of a living one stays")
    func sharedMemory() throws {
        let dead = try #require(SharedMemoryName(role: "sweeptest", ownerPID: try deadPID()))
        let alive = try #require(
            SharedMemoryName(role: "sweeptest", ownerPID: ProcessEnvironment.pid))
        _ = try MemoryObject.create(named: dead, size: 4096)
        _ = try MemoryObject.create(named: alive, size: 4096)
        defer { try? MemoryObject.unlink(alive) }
        #expect(OrphanSweep.run(socketDirectory: "/nonexistent").contains(dead.text))
        #expect(throws: SystemError.self) { try MemoryObject.unlink(dead) }
        #expect(try FileListing.names(in: "/dev/shm").contains(String(alive.text.dropFirst())))
    }

    @Test("shared memory that somebody owns stays, under whatever number of another namespace")
    func owned() throws {
        let dead = try #require(SharedMemoryName(role: "sweepown", ownerPID: try deadPID()))
        do {
            let memory = try MemoryObject.create(named: dead, size: 4096)
            #expect(!OrphanSweep.run(socketDirectory: "/nonexistent").contains(dead.text))
            #expect(try FileListing.names(in: "/dev/shm").contains(String(dead.text.dropFirst())))
            #expect(throws: SystemError.self) { try MemoryObject.unlinkUnowned(dead) }
            withExtendedLifetime(memory.size) {}
            _ = consume memory
        }
        #expect(OrphanSweep.run(socketDirectory: "/nonexistent").contains(dead.text))
    }
}
