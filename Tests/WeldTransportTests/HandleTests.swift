import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldTransport
import WeldWire

@Suite("Descriptors that travel with frames")
struct HandleTests {
    @Test("order, identity and close-on-exec are kept", arguments: [1, 8, 60, 253])
    func orderKept(count: Int) throws {
        let peers = try Peers(handlesLab: true)
        var sent = DescriptorList()
        var identities: [DescriptorFacts] = []
        for index in 0..<count {
            let memory = try MemoryObject.sealed(label: "order", size: index + 1)
            identities.append(try DescriptorFacts.of(memory.descriptor.rawValue))
            sent.append(try memory.descriptor.duplicate())
        }
        try peers.editor.send(echo(1), handles: sent.borrowedNumbers)
        var receiver = peers.runtime.receiver(handlePlaces: 253)
        let received = try receiver.next(until: .soon)
        let arrived = received.handles.borrowedNumbers
        #expect(try arrived.map { number in try DescriptorFacts.of(number) } == identities)
        #expect(try arrived.allSatisfy { number in try DescriptorFacts.isCloseOnExec(number) })
    }

    @Test(
        "254 descriptors, or none, are refused before anything is sent", arguments: [0, 254, 1000])
    func tooMany(count: Int) throws {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        let handles = [RawDescriptor](repeating: pipe.readEnd.rawValue, count: count)
        #expect(throws: TransportError.tooManyHandles(count: count, limit: 253)) {
            try peers.editor.send(echo(1), handles: handles)
        }
        let found = try Poll.wait(peers.runtime.descriptor, for: .readable, until: .immediately)
        #expect(found.isEmpty)
        #expect(try peers.editor.send(echo(1)) == 1)
    }

    @Test("a descriptor that is not open is the system's error and poisons nothing")
    func badDescriptor() throws {
        let peers = try Peers(handlesLab: true)
        let error = #expect(throws: TransportError.self) {
            try peers.editor.send(echo(1), handles: [RawDescriptor(rawValue: 1_000_000)])
        }
        guard case .system(let cause) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.code == EBADF)
        try peers.editor.send(echo(2))
        var receiver = peers.runtime.receiver()
        #expect(try receiver.next(until: .soon).sequence == 2)
    }

    @Test("one read may bring frames A, B and C, and C's descriptors are C's")
    func coalesced() throws {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        try peers.editor.send(echo(1))
        try peers.editor.send(echo(2))
        try peers.editor.send(echo(3), handles: [pipe.readEnd.rawValue])
        try peers.editor.send(echo(4))
        var receiver = peers.runtime.receiver()
        let a = try receiver.next(until: .soon).handles.count
        #expect(a == 0)
        // Without another system call: the read that brought A brought B and C too.
        let b = try #require(try receiver.nextBuffered()?.handles.count)
        let c = try #require(try receiver.nextBuffered()?.handles.count)
        #expect(b == 0)
        #expect(c == 1)
        let d = try receiver.next(until: .soon).handles.count
        #expect(d == 0)
    }

    @Test(
        "descriptors that come with a frame's first bytes wait for its last",
        arguments: [1, 17, 87])
    func splitFrame(cut: Int) throws {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        let frame = FrameEncoder.encode(echo(1), sequence: 1)
        var receiver = peers.runtime.receiver()
        try peers.editor.sendBytes(Array(frame[..<cut]), handles: [pipe.readEnd.rawValue])
        #expect(failure(of: &receiver, until: .immediately) == .timedOut("receive"))
        try peers.editor.sendBytes(frame[cut...])
        #expect(try receiver.next(until: .soon).handles.count == 1)
    }

    @Test(
        "more than there are places for is an error, and what came is closed", arguments: [9, 253])
    func controlTruncated(count: Int) throws {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        let facts = try DescriptorFacts.of(pipe.readEnd.rawValue)
        try peers.editor.send(
            echo(1), handles: [RawDescriptor](repeating: pipe.readEnd.rawValue, count: count))
        var receiver = peers.runtime.receiver(handlePlaces: 8)
        #expect(failure(of: &receiver) == .controlDataTruncated)
        #expect(failure(of: &receiver) == .controlDataTruncated)
        // The pipe's own two ends; both have one inode.
        #expect(holders(of: facts) == 2)
    }

    @Test("near the descriptor limit, what came is closed and the error is documented")
    func descriptorLimit() async {
        await #expect(processExitsWith: .success) {
            // A function of its own: before a plain exit the owners would be dropped early.
            exit(try HandleTests.nearTheLimit())
        }
    }

    private static func nearTheLimit() throws -> Int32 {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        let facts = try DescriptorFacts.of(pipe.readEnd.rawValue)
        try peers.editor.send(
            echo(1), handles: [RawDescriptor](repeating: pipe.readEnd.rawValue, count: 60))
        let free = fcntl(0, F_DUPFD, 0)
        close(free)
        var limit = rlimit(rlim_cur: rlim_t(free + 10), rlim_max: rlim_t(free + 10))
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 2
        }
        var receiver = peers.runtime.receiver(handlePlaces: 253)
        guard failure(of: &receiver) == .controlDataTruncated else { return 3 }
        return holders(of: facts) == 2 ? 0 : 4
    }

    @Test("descriptors on a frame that takes none are an error and are closed")
    func unexpected() throws {
        let peers = try Peers()
        let pipe = try PipeEnds()
        let facts = try DescriptorFacts.of(pipe.readEnd.rawValue)
        try peers.editor.send(echo(1), handles: [pipe.readEnd.rawValue, pipe.writeEnd.rawValue])
        var receiver = peers.runtime.receiver()
        #expect(failure(of: &receiver) == .wire(.unexpectedHandles))
        #expect(holders(of: facts) == 2)
    }

    @Test("the sabotage receives without close-on-exec")
    func withoutCloseOnExec() throws {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        try peers.editor.send(echo(1), handles: [pipe.readEnd.rawValue])
        var receiver = peers.runtime.receiver(closeOnExec: false)
        let received = try receiver.next(until: .soon)
        #expect(try !DescriptorFacts.isCloseOnExec(received.handles[0]))
    }

    @Test("a region's descriptors must be as many as its body says", arguments: [1, 2, 3])
    func handoff(count: Int) throws {
        let peers = try Peers(acceptsHandoff: true)
        let memory = try MemoryObject.sealed(label: "viewport", size: 4096)
        let facts = try DescriptorFacts.of(memory.descriptor.rawValue)
        let region = ShmRegionDescriptor(logicalName: "viewport", size: 4096)
        let number = memory.descriptor.rawValue
        try peers.editor.send(
            ShmRegionsHandoff(regions: [region, region]),
            handles: [RawDescriptor](repeating: number, count: count))
        var receiver = peers.runtime.receiver()
        if count == 2 {
            let received = try receiver.next(until: .soon)
            #expect(received.handles.count == 2)
            #expect(holders(of: facts) == 3)
        } else {
            #expect(failure(of: &receiver) == .wire(.unexpectedHandles))
        }
        #expect(holders(of: facts) == 1)
    }

    @Test("a receiver's copy stays valid when the sender closes, and the twin sees its end")
    func twinSeesEnd() throws {
        let peers = try Peers(handlesLab: true)
        let pipe = try PipeEnds()
        try peers.editor.send(echo(1), handles: [pipe.writeEnd.rawValue])
        let reader = pipe.readEnd
        try pipe.writeEnd.close()
        do {
            var receiver = peers.runtime.receiver()
            let received = try receiver.next(until: .soon)
            unsafe #expect(write(received.handles[0].rawValue, "x", 1) == 1)
        }
        var bytes = [UInt8](repeating: 0, count: 8)
        unsafe #expect(read(reader.rawValue.rawValue, &bytes, 8) == 1)
        unsafe #expect(read(reader.rawValue.rawValue, &bytes, 8) == 0)
    }
}
