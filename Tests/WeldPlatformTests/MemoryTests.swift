import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("Shared memory")
struct MemoryTests {
    private func name() throws -> SharedMemoryName {
        try #require(
            SharedMemoryName(role: "t\(MonotonicClock.now() % 10_000_000)", ownerPID: getpid()))
    }

    @Test("a sealed object refuses every change of its size", arguments: [0, 4095, 4097, 1 << 20])
    func sealsHold(size: Int) throws {
        let memory = try MemoryObject.sealed(label: "seals", size: 4096)
        let error = #expect(throws: SystemError.self) { try memory.resize(to: size) }
        #expect(error?.code == EPERM)
        #expect(try DescriptorFacts.of(memory.descriptor.rawValue).size == 4096)
    }

    @Test("what one mapping writes, the other reads")
    func mappingsShare() throws {
        let memory = try MemoryObject.sealed(label: "share", size: 8192)
        let writer = try memory.map(isPopulated: true)
        let copy = try MemoryObject(
            adopting: memory.descriptor.duplicate(), expectedSize: 8192)
        let reader = try copy.map(isWritable: false)
        unsafe writer.bytes[8191] = 77
        unsafe #expect(reader.bytes[8191] == 77)
        #expect(reader.size == 8192)
    }

    @Test("a received object of another size is refused")
    func adoptWrongSize() throws {
        let memory = try MemoryObject.sealed(label: "size", size: 4096)
        let error = #expect(throws: SystemError.self) {
            _ = try MemoryObject(adopting: memory.descriptor.duplicate(), expectedSize: 8192)
        }
        #expect(error?.code == EMSGSIZE)
    }

    @Test("a received object whose size is not sealed is refused and closed")
    func adoptUnsealed() throws {
        let name = try name()
        let memory = try MemoryObject.create(named: name, size: 4096)
        try MemoryObject.unlink(name)
        let error = #expect(throws: SystemError.self) {
            _ = try MemoryObject(adopting: memory.descriptor.duplicate(), expectedSize: 4096)
        }
        #expect(error?.code == EPERM)
        #expect(holders(of: try DescriptorFacts.of(memory.descriptor.rawValue)) == 1)
    }

    @Test("a received pipe is not memory")
    func adoptPipe() throws {
        let pipe = try PipeEnds()
        let error = #expect(throws: SystemError.self) {
            _ = try MemoryObject(adopting: pipe.readEnd.duplicate(), expectedSize: 0)
        }
        #expect(error?.code == EINVAL)
    }

    @Test("attaching to a name that nobody made creates nothing")
    func attachNeverCreates() throws {
        let name = try name()
        let error = #expect(throws: SystemError.self) {
            _ = try MemoryObject.attach(named: name)
        }
        #expect(error?.kind == .notFound)
        #expect(error?.path == name.text)
        #expect(try DescriptorFacts.at("/dev/shm\(name.text)") == nil)
    }

    @Test("creating under a taken name is refused and leaves the first as it is")
    func createIsExclusive() throws {
        let name = try name()
        let first = try MemoryObject.create(named: name, size: 4096)
        defer { try? MemoryObject.unlink(name) }
        let error = #expect(throws: SystemError.self) {
            _ = try MemoryObject.create(named: name, size: 8192)
        }
        #expect(error?.kind == .alreadyExists)
        #expect(try MemoryObject.attach(named: name).size == first.size)
    }

    @Test("attaching checks the size before anything is mapped")
    func attachChecksSize() throws {
        let name = try name()
        let memory = try MemoryObject.create(named: name, size: 4096)
        defer { try? MemoryObject.unlink(name) }
        let error = #expect(throws: SystemError.self) {
            _ = try MemoryObject.attach(named: name, expectedSize: 8192)
        }
        #expect(error?.code == EMSGSIZE)
        try memory.resize(to: 0)
        let empty = #expect(throws: SystemError.self) {
            _ = try MemoryObject.attach(named: name)
        }
        #expect(empty?.code == EMSGSIZE)
    }

    @Test("a named object is 0600 whatever the umask", arguments: [0o000, 0o022, 0o077, 0o777])
    func modeUnderUmask(mask: Int) async {
        await #expect(processExitsWith: .success) { [mask] in
            umask(mode_t(mask))
            guard let name = SharedMemoryName(role: "mode", ownerPID: getpid()) else { exit(2) }
            let memory = try MemoryObject.create(named: name, size: 1)
            try MemoryObject.unlink(name)
            exit(try DescriptorFacts.of(memory.descriptor.rawValue).mode == 0o600 ? 0 : 3)
        }
    }

    @Test("a name has at most 30 characters")
    func nameLength() {
        let longest = SharedMemoryName(role: "abcdefghijklm", ownerPID: 123_456)
        #expect(longest?.text == "/weld-shm-abcdefghijklm-123456")
        #expect(longest?.text.utf8.count == 30)
        #expect(SharedMemoryName(role: "abcdefghijklmn", ownerPID: 123_456) == nil)
        #expect(SharedMemoryName(role: "abcdefghijklm", ownerPID: 1_234_567) == nil)
    }

    @Test(
        "only names of the exact form are read",
        arguments: [
            "/weld-shm-viewport-0", "/weld-shm-viewport-01", "/weld-shm-viewport-+1",
            "/weld-shm--1", "weld-shm-viewport-1", "/weld-shm-viewport-", "/weld-shm-viewport",
            "/weld-shm-", "/weld-shm-View-1", "/weld-shm-a-b-1", "/weld-shm-../x-1", "",
        ])
    func foreignNames(text: String) {
        #expect(SharedMemoryName(text) == nil)
    }

    @Test("a composed name is read back")
    func nameRoundTrip() throws {
        let name = try #require(SharedMemoryName(role: "viewport", ownerPID: 4242))
        #expect(SharedMemoryName(name.text) == name)
        #expect(name.ownerPID == 4242)
    }
}
