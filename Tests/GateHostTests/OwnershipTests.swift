import GateHost
import Glibc
import Testing

/// Descriptors, files and memory have owners.
@Suite("Ownership")
struct OwnershipTests {
    /// What a number stands for.
    ///
    /// A test beside this one takes a number again as soon as it is free, so that "closed" is
    /// said of the object, never of its number.
    private struct OpenFile: Equatable {
        let device: dev_t
        let node: ino_t

        init?(_ number: Int32) {
            var status = stat()
            guard unsafe fstat(number, &status) == 0 else { return nil }
            device = status.st_dev
            node = status.st_ino
        }
    }

    @Test("a descriptor is closed with its owner, and not when it was given away")
    func owned() throws {
        let given: Int32
        let kept: Int32
        let file: OpenFile?
        do {
            let pipe = try PipeEnds()
            kept = pipe.readEnd.rawValue
            file = OpenFile(kept)
            given = pipe.writeEnd.release()
        }
        #expect(file != nil)
        #expect(OpenFile(kept) != file)
        #expect(OpenFile(given) == file)
        try OwnedDescriptor(adopting: given).close()
        #expect(OpenFile(given) != file)
    }

    @Test("everything that the judge makes is close-on-exec")
    func closeOnExec() throws {
        let pipe = try PipeEnds()
        let pair = try SocketPair()
        let counter = try EventCounter()
        let memory = try MemoryObject.sealed(label: "test", size: 4096)
        let copy = try pipe.readEnd.duplicate()
        for number in [
            pipe.readEnd.rawValue, pipe.writeEnd.rawValue, pair.first.rawValue,
            pair.second.rawValue, counter.descriptor.rawValue, memory.descriptor.rawValue,
            copy.rawValue,
        ] {
            #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
        }
    }

    @Test("shared memory that somebody owns is held")
    func ownedFile() throws {
        let name = "weld-own-test-\(getpid())"
        let path = "/dev/shm/\(name)"
        let file = try RegularFile.create(path)
        defer { try? RegularFile.remove(path) }
        #expect(!Ledger.isHeld(sharedMemory: name))
        try RegularFile.own(file)
        #expect(Ledger.isHeld(sharedMemory: name))
        #expect(try DescriptorFacts.of(file.rawValue).kind == .regular)
    }

    @Test("a shared descriptor closes once, and one that is lent never")
    func shared() throws {
        let pipe = try PipeEnds()
        let file = OpenFile(pipe.readEnd.rawValue)
        #expect(file != nil)
        let lent = SharedDescriptor(lending: pipe.readEnd.rawValue)
        lent.close()
        #expect(lent.rawValue < 0)
        #expect(OpenFile(pipe.readEnd.rawValue) == file)
        let shared = SharedDescriptor(adopting: pipe.writeEnd)
        let number = shared.rawValue
        #expect(OpenFile(number) == file)
        shared.close()
        shared.close()
        #expect(OpenFile(number) != file)
    }

    @Test("bytes go through, an empty pipe that does not block is nil, and its end is 0")
    func reading() throws {
        let pipe = try PipeEnds()
        try pipe.readEnd.setNonBlocking()
        let reader = SharedDescriptor(adopting: pipe.readEnd)
        let writer = SharedDescriptor(adopting: pipe.writeEnd)
        var buffer = [UInt8](repeating: 0, count: 8)
        #expect(reader.read(into: &buffer) == nil)
        #expect(writer.write([1, 2, 3]))
        #expect(reader.read(into: &buffer) == 3)
        #expect(buffer.prefix(3) == [1, 2, 3])
        writer.close()
        #expect(reader.read(into: &buffer) == 0)
    }

    @Test("a write without a reader is false, not the end of the process")
    func brokenPipe() throws {
        try Signals.surviveBrokenPipes()
        let pipe = try PipeEnds()
        try pipe.readEnd.close()
        #expect(!SharedDescriptor(adopting: pipe.writeEnd).write([1]))
    }

    @Test("memory keeps its size, is seen by whoever maps it, and is asked about before it is used")
    func memory() throws {
        let memory = try MemoryObject.sealed(label: "test", size: 4096)
        #expect(ftruncate(memory.descriptor.rawValue, 8192) == -1)
        let first = try memory.map()
        let other = try MemoryObject(
            adopting: .duplicating(memory.descriptor.rawValue), expectedSize: 4096)
        let second = try other.map(isWritable: false)
        unsafe first.bytes[7] = 42
        #expect(unsafe second.bytes[7] == 42)
        let error = #expect(throws: SystemError.self) {
            _ = try MemoryObject(
                adopting: .duplicating(memory.descriptor.rawValue), expectedSize: 1)
        }
        #expect(error?.code == EMSGSIZE)
    }

    @Test("a file that exists is not made again, and a lock that is held is seen")
    func files() throws {
        let folder = try Folder()
        let directory = "\(folder.path)/private"
        try PrivateDirectory.make(directory)
        #expect(try DescriptorFacts.at(directory)?.mode == 0o700)
        let lock = try PrivateDirectory.makeLock("\(directory)/lock")
        let error = #expect(throws: SystemError.self) {
            _ = try RegularFile.create("\(directory)/lock")
        }
        #expect(error?.kind == .alreadyExists)
        #expect(isUnlocked("lock", in: directory) == false)
        try lock.close()
        #expect(isUnlocked("lock", in: directory))
        #expect(isUnlocked("missing", in: directory))
        try RegularFile.remove("\(directory)/lock")
        #expect(try DescriptorFacts.at("\(directory)/lock") == nil)
        #expect(!isUnlocked("lock", in: "/nowhere"))
    }

    private func isUnlocked(_ name: String, in path: String) -> Bool {
        guard let directory = PrivateDirectory.open(path) else { return false }
        return PrivateDirectory.isUnlocked(name, in: directory)
    }

    @Test("a socket's path is bound once, and one that is too long is refused whole")
    func sockets() throws {
        let folder = try Folder()
        let path = "\(folder.path)/s"
        let socket = try StreamSocket.make()
        try StreamSocket.bind(socket.rawValue, to: path)
        #expect(try DescriptorFacts.at(path)?.kind == .socket)
        let long = "\(folder.path)/\(String(repeating: "x", count: 108))"
        let error = #expect(throws: SystemError.self) {
            try StreamSocket.bind(try StreamSocket.make().rawValue, to: long)
        }
        #expect(error?.kind == .nameTooLong)
    }
}
