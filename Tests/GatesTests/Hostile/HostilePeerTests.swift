// Unsafe code: bytes and descriptors are handed to a socket by address.

import Foundation
import FrameWitness
import GateHost
import GateKit
import GateWire
import Testing

@testable import Gates

@Suite("A stub that sends what nobody asked for")
struct HostilePeerTests {
    /// A connected pair: the judge's end, and the number of the stub's.
    private final class Pair {
        let peer: OwnPeer
        let stub: Int32
        private let owner: OwnedDescriptor

        init(patience: Duration = .milliseconds(300)) throws {
            let folder = try Folder()
            let path = "\(folder.path)/s"
            let listener = try StreamSocket.listen(at: path)
            let judge = try PassingSocket(connectingTo: path)
            guard let accepted = try StreamSocket.accept(from: listener.rawValue) else {
                throw CannotMake(what: "a connection")
            }
            owner = accepted
            stub = owner.rawValue
            peer = OwnPeer(judge, patience: patience)
        }

        /// Sends what is taken at once.
        func send(_ bytes: [UInt8], _ descriptors: [Int32] = []) throws {
            _ = unsafe try bytes.withUnsafeBytes {
                unsafe try StreamSocket.send($0, descriptors: descriptors, on: stub)
            }
        }
    }

    private func log(_ number: UInt32) -> [UInt8] {
        OwnFrame(
            kind: .log, number: number,
            body: [UInt8](repeating: 0, count: OwnFrame.Kind.log.shape.body)
        ).bytes
    }

    @Test("Descriptors that nobody asked for are closed, and said", arguments: [1, 9, 100, 253])
    func descriptors(count: Int) throws {
        let pair = try Pair()
        let pipe = try PipeEnds()
        try pair.send(log(1), [Int32](repeating: pipe.writeEnd.rawValue, count: count))
        do {
            _ = try pair.peer.next()
        } catch OwnPeer.Failure.wrong(let text) {
            #expect(count > 8)
            #expect(text == "\(count) descriptors came that nobody asked for")
        } catch OwnPeer.Failure.late {
            #expect(count <= 8)
        }
        for descriptor in pair.peer.takeDescriptors() { _ = OwnedDescriptor(adopting: descriptor) }
        // Only this pipe's: other tests of this process open and close their own meanwhile.
        let own = Ledger.ownDescriptors()
        let sent = try #require(own.first { $0.number == pipe.writeEnd.rawValue }).identity
        #expect(own.count { $0.identity == sent } == 2, "its two ends, and no copy")
    }

    @Test("What a stub has not read is told, and what it has sent and nobody took")
    func unread() throws {
        let pair = try Pair()
        #expect(pair.peer.wasRead(within: .zero) && pair.peer.holds(0, within: .zero))
        try pair.peer.send([1, 2, 3])
        #expect(!pair.peer.wasRead(within: .milliseconds(1)))
        var bytes = [UInt8](repeating: 0, count: 8)
        var kept: OwnedDescriptor?
        _ = unsafe try bytes.withUnsafeMutableBytes {
            unsafe try StreamSocket.receive(into: $0, from: pair.stub, keeping: &kept)
        }
        #expect(pair.peer.wasRead(within: .zero))
        let frame = log(1)
        try pair.send(frame)
        #expect(pair.peer.holds(frame.count, within: .zero))
        #expect(!pair.peer.holds(frame.count + 1, within: .zero))
        try pair.peer.bite()
        #expect(!pair.peer.holds(1, within: .zero))
    }

    @Test("What is no frame is said, however much of it comes at once")
    func burst() throws {
        let pair = try Pair()
        try pair.send([UInt8](repeating: 0xA5, count: 150_000))
        #expect(throws: OwnPeer.Failure.self) { try pair.peer.next() }
    }

    @Test(
        "A header that lies of its length is no frame",
        arguments: [0, 7, 9, 16_777_216, .max] as [UInt32])
    func length(length: UInt32) throws {
        let pair = try Pair()
        var frame = RawFrame(type: .echo, body: [UInt8](repeating: 1, count: 64), sequence: 1)
        frame.payloadLength = length
        try pair.send(frame.bytes)
        #expect(throws: OwnPeer.Failure.self) { try pair.peer.next() }
    }

    @Test("Whoever only logs is waited for no longer than anybody")
    func chatter() throws {
        let pair = try Pair()
        let stub = pair.stub
        let stop = try EventCounter()
        let flag = try OwnedDescriptor.duplicating(stop.descriptor.rawValue)
        let asked = SharedDescriptor(adopting: flag)
        let frames = (1...100).flatMap { log($0) }
        let thread = try OSThread.start(named: "chatter") {
            while (try? Poll.wait(asked.rawValue, for: .readable, until: .immediately))?.isEmpty
                == true
            {
                _ = try? Poll.wait(stub, for: .writable, until: .after(.milliseconds(10)))
                _ = unsafe frames.withUnsafeBytes { unsafe try? StreamSocket.send($0, on: stub) }
            }
        }
        #expect(throws: OwnPeer.Failure.self) { try pair.peer.next() }
        stop.signal()
        thread.join()
    }
}

@Suite("Files at places where a stub can write")
struct ForeignFileTests {
    @Test("A regular file is read, from its beginning or its end, and no further than asked")
    func regular() throws {
        let folder = try Folder()
        let path = "\(folder.path)/f"
        try ForeignFile.make(path, Array("0123456789".utf8))
        #expect(ForeignFile.beginning(of: path, atMost: 4) == Array("0123".utf8))
        #expect(ForeignFile.end(of: path, atMost: 4) == Array("6789".utf8))
        #expect(ForeignFile.beginning(of: path, atMost: 100) == Array("0123456789".utf8))
        #expect(ForeignFile.end(of: path, atMost: 100) == Array("0123456789".utf8))
        #expect(throws: SystemError.self) { try ForeignFile.make(path, []) }
    }

    @Test("Nothing else is: nobody waits for a pipe, follows a link or reads without end")
    func others() throws {
        let folder = try Folder()
        let path = "\(folder.path)/f"
        try SpecialFile.makePipe("\(path)-pipe")
        let files = FileManager.default
        try files.createSymbolicLink(atPath: "\(path)-link", withDestinationPath: "/etc/passwd")
        try files.createSymbolicLink(atPath: "\(path)-zero", withDestinationPath: "/dev/zero")
        for path in [
            "\(path)-pipe", "\(path)-link", "\(path)-zero", "/dev/zero", "/dev/null", folder.path,
            "\(path)-none", "", "/", "\(path)\0x", "/proc/self/mem",
        ] {
            let read = ForeignFile.beginning(of: path, atMost: 1000)
            #expect(read == nil || path == "/proc/self/mem", "\(path)")
            _ = ForeignFile.end(of: path, atMost: 1000)
        }
    }

    @Test("A file that says it is larger than any is read as far as asked")
    func sparse() throws {
        let memory = try MemoryObject.sealed(label: "sparse", size: 1 << 46)
        let path = "/proc/self/fd/\(memory.descriptor.rawValue)"
        // A link, as everything there is.
        #expect(ForeignFile.beginning(of: path, atMost: 10) == nil)
    }
}

@Suite("A region that can be cut")
struct CutRegionTests {
    @Test("It is told, and never looked into", arguments: [0, 100, 4096, 20_000_000])
    func unsealed(size: Int) throws {
        let memory = try MemoryObject.sealed(label: "cut", size: size, against: [])
        let descriptor = try OwnedDescriptor.duplicating(memory.descriptor.rawValue)
        let region = try SharedRegion(memory, pictures: .standard)
        #expect(!region.isSealed)
        #expect(region.faults.first?.contains("not sealed") == true)
        _ = try MemorySeals.tried(on: descriptor)
        #expect(region.look(comparesPixels: true) == nil)
    }

    @Test("What is larger than anything can be grown is tried all the same")
    func largest() throws {
        let memory = try MemoryObject.sealed(label: "large", size: Int.max, against: [])
        let descriptor = try OwnedDescriptor.duplicating(memory.descriptor.rawValue)
        let isFixed = try MemorySeals.tried(on: descriptor).isFixed
        #expect(!isFixed)
    }

    @Test("Two slots that are cut while they are looked at are none")
    func twoSlots() throws {
        let size = 128 + 2 * 4 * 1280 * 720
        let memory = try MemoryObject.sealed(label: "two", size: size, against: [])
        let descriptor = try OwnedDescriptor.duplicating(memory.descriptor.rawValue)
        // A second picture, complete in slot 1.
        try descriptor.put([1, 0, 0, 0, 0, 0, 0, 0, 2], at: 32)
        guard let region = TwoSlotRegion(memory, pictures: .standard) else {
            Issue.record("it is large enough")
            return
        }
        #expect(region.look()?.frame == nil)
        #expect(region.look() != nil)
        try descriptor.put([0], at: 0)
        let cut = MemoryCut(descriptor)
        #expect(cut.isDone)
        #expect(region.look() == nil)
    }

    /// Cuts memory to one page.
    private struct MemoryCut {
        let isDone: Bool

        init(_ descriptor: borrowing OwnedDescriptor) {
            isDone = unsafe truncate("/proc/self/fd/\(descriptor.rawValue)", 4096) == 0
        }
    }
}
