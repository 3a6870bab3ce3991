import Testing

@testable import GateHost

@Suite("Descriptors over the judge's own sockets")
struct DescriptorPassingTests {
    /// Both ends of a connection at a path in a folder.
    private func connection(
        in folder: Folder, _ body: (borrowing PassingSocket, borrowing PassingSocket) throws -> Void
    ) throws {
        let path = "\(folder.path)/passing.sock"
        let listener = try StreamSocket.listen(at: path)
        let client = try PassingSocket(connectingTo: path)
        let accepted = try PassingSocket.accept(from: listener, until: .after(.seconds(5)))
        switch consume accepted {
        case .some(let server): try body(client, server)
        case .none: Issue.record("nobody connected")
        }
    }

    @Test("Bytes and descriptors arrive together, in order and guarded")
    func passing() throws {
        let folder = try Folder()
        try connection(in: folder) { client, server in
            let pipe = try PipeEnds()
            let numbers = [pipe.readEnd.rawValue, pipe.writeEnd.rawValue]
            let sent = try client.send([1, 2, 3], descriptors: numbers)
            var bytes: [UInt8] = []
            var descriptors: [Int32] = []
            let received = try server.receive(into: &bytes, descriptors: &descriptors)
            let again = try server.receive(into: &bytes, descriptors: &descriptors)
            #expect(sent == 3 && received == 3 && again == nil)
            #expect(bytes == [1, 2, 3] && descriptors.count == 2)
            let own = Ledger.ownDescriptors()
            for (number, sent) in zip(descriptors, numbers) {
                #expect(own.first { $0.number == number }?.closeOnExec == true)
                let (there, here) = (
                    try DescriptorFacts.of(number), try DescriptorFacts.of(sent)
                )
                #expect(there == here)
                _ = OwnedDescriptor(adopting: number)
            }
        }
    }

    @Test("A full socket takes nothing, and everything that it took arrives")
    func full() throws {
        let folder = try Folder()
        try connection(in: folder) { client, server in
            let chunk = [UInt8](repeating: 7, count: 65_536)
            var sent = 0
            while let count = try client.send(chunk[...]) { sent += count }
            var bytes: [UInt8] = []
            var descriptors: [Int32] = []
            while try server.receive(into: &bytes, descriptors: &descriptors) != nil {}
            #expect(sent > 0 && bytes.count == sent)
        }
    }

    @Test("Sealed memory is fixed, by its seals and by every trial")
    func sealed() throws {
        let memory = try MemoryObject.sealed(label: "test", size: 4096)
        let seals = try MemorySeals.tried(on: memory.descriptor)
        #expect(
            seals
                == MemorySeals(
                    forbidsShrinking: true, forbidsGrowing: true, forbidsSealing: true,
                    shrank: false,
                    grew: false))
        #expect(seals.isFixed)
    }

    @Test("A file without seals has none, and what was tried on it is put right")
    func unsealed() throws {
        let folder = try Folder()
        let file = try RegularFile.create("\(folder.path)/file")
        try file.put([1, 2, 3], at: 0)
        // Only memory has seals to read, and some file systems are memory.
        #expect((try? MemorySeals.tried(on: file))?.isFixed != true)
        let bytes = try file.bytes(8, at: 0)
        #expect(bytes == [1, 2, 3])
    }

    @Test("Shared memory without seals can be made smaller and larger, and has its size again")
    func resizable() throws {
        let path = "/dev/shm/gate-host-\(ProcessEnvironment.pid)-seals"
        let file = try RegularFile.create(path)
        defer { try? RegularFile.remove(path) }
        try file.put([1, 2, 3], at: 0)
        let seals = try MemorySeals.tried(on: file)
        #expect(
            seals
                == MemorySeals(
                    forbidsShrinking: false, forbidsGrowing: false, forbidsSealing: true,
                    shrank: true,
                    grew: true))
        #expect(!seals.isFixed)
        let size = try DescriptorFacts.of(file.rawValue).size
        #expect(size == 3)
    }

    @Test("What all descriptors of an open file share is its offset and its flags")
    func shared() throws {
        let folder = try Folder()
        let file = try RegularFile.create("\(folder.path)/file")
        let copy = try file.duplicate()
        let before = try OpenFileState.of(copy.rawValue)
        try file.seek(to: 5)
        let moved = try OpenFileState.of(copy.rawValue)
        #expect(moved.offset == before.offset + 5 && moved.flags == before.flags)
        try file.setNonBlocking()
        try file.put([9, 8], at: 3)
        let bytes = try copy.bytes(2, at: 3)
        let after = try OpenFileState.of(copy.rawValue)
        #expect(bytes == [9, 8] && after.offset == 5 && after.flags != before.flags)
    }
}
