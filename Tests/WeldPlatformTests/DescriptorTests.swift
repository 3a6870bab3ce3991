import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("Owned descriptors")
struct DescriptorTests {
    @Test("a dropped owner closes its descriptor")
    func droppedOwnerCloses() throws {
        let object = try {
            let memory = try MemoryObject.sealed(label: "dropped", size: 1)
            let facts = try DescriptorFacts.of(memory.descriptor.rawValue)
            #expect(holders(of: facts) == 1)
            return facts
        }()
        #expect(holders(of: object) == 0)
    }

    @Test("a released descriptor stays open")
    func releasedStaysOpen() throws {
        let pipe = try PipeEnds()
        let number = pipe.readEnd.release()
        let facts = try DescriptorFacts.of(number)
        #expect(facts.kind == .pipe)
        #expect(close(number.rawValue) == 0)
    }

    @Test("closing a number that is not open reports EBADF")
    func closeReports() {
        let error = #expect(throws: SystemError.self) {
            try OwnedDescriptor(adopting: RawDescriptor(rawValue: 1_000_000)).close()
        }
        #expect(error?.code == EBADF)
    }

    @Test("everything that is made is close-on-exec")
    func closeOnExec() throws {
        let pipe = try PipeEnds()
        let sockets = try SocketPair()
        let counter = try EventCounter()
        let memory = try MemoryObject.sealed(label: "cloexec", size: 1)
        let copy = try pipe.readEnd.duplicate()
        let listener = try ListeningSocket(path: "/tmp/weld-cloexec-\(getpid())")
        let client = try StreamSocket.connect(to: listener.path, until: .after(.seconds(5)))
        for number in [
            pipe.readEnd.rawValue, pipe.writeEnd.rawValue, sockets.first.rawValue,
            sockets.second.rawValue, counter.descriptor.rawValue, memory.descriptor.rawValue,
            copy.rawValue, listener.descriptor.rawValue, client.rawValue,
        ] {
            #expect(try DescriptorFacts.isCloseOnExec(number))
        }
    }

    @Test("a list closes what was not taken out, and keeps order")
    func listCloses() throws {
        let pipe = try PipeEnds()
        let facts = try DescriptorFacts.of(pipe.readEnd.rawValue)
        do {
            var list = DescriptorList()
            list.append(try pipe.readEnd.duplicate())
            list.append(try pipe.writeEnd.duplicate())
            list.append(try pipe.readEnd.duplicate())
            #expect(holders(of: facts) == 5)
            let numbers = list.borrowedNumbers
            let first = list.takeFirst(1)
            #expect(first.borrowedNumbers == [numbers[0]])
            let second = list.takeFirst(1)
            #expect(second.borrowedNumbers == [numbers[1]])
            #expect(list.borrowedNumbers == [numbers[2]])
        }
        #expect(holders(of: facts) == 2)
    }

    @Test("the kinds of objects are told apart")
    func kinds() throws {
        let pipe = try PipeEnds()
        let sockets = try SocketPair()
        let counter = try EventCounter()
        let memory = try MemoryObject.sealed(label: "kinds", size: 3)
        #expect(try DescriptorFacts.of(pipe.readEnd.rawValue).kind == .pipe)
        #expect(try DescriptorFacts.of(sockets.first.rawValue).kind == .socket)
        #expect(try DescriptorFacts.of(counter.descriptor.rawValue).kind == .anonymous)
        #expect(try DescriptorFacts.of(memory.descriptor.rawValue).kind == .regular)
        #expect(try DescriptorFacts.of(memory.descriptor.rawValue).size == 3)
        #expect(try DescriptorFacts.at("/tmp")?.kind == .directory)
        #expect(try DescriptorFacts.at("/proc/self/exe")?.kind == .symbolicLink)
        #expect(try DescriptorFacts.at("/nowhere") == nil)
    }
}
