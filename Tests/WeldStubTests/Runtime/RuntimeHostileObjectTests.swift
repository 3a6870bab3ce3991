import Glibc
import TestSupport
import Testing
import WeldPlatform
import WeldStub
import WeldTransport
import WeldWire

@Suite("The real runtime: objects of the editor's")
struct RuntimeHostileObjectTests {
    /// An object at which a write would wait, or which is none to write to.
    enum Trap: CaseIterable, Sendable {
        case fullCounter, fullPipe, fullSocket, readEnd, device, directory, pathOnly, emptyPipe

        /// Opens it, blocking, and keeps what makes it a trap open.
        func open(in directory: String, _ kept: inout DescriptorList) throws -> Int32 {
            switch self {
            case .fullCounter:
                let counter = try EventCounter()
                let most = UInt64.max - 1
                _ = unsafe try withUnsafeBytes(of: most) {
                    unsafe try counter.descriptor.write($0)
                }
                try counter.descriptor.setNonBlocking(false)
                kept.append(try counter.descriptor.duplicate())
                return kept.borrowedNumbers[kept.count - 1].rawValue
            case .fullPipe, .emptyPipe, .readEnd:
                let pipe = try PipeEnds()
                if self == .fullPipe { try pipe.writeEnd.fill() }
                kept.append(try pipe.readEnd.duplicate())
                kept.append(try pipe.writeEnd.duplicate())
                let end = self == .readEnd ? 0 : 1
                return kept.borrowedNumbers[kept.count - 2 + end].rawValue
            case .fullSocket:
                let pair = try SocketPair()
                try pair.first.fill()
                kept.append(try pair.second.duplicate())
                kept.append(try pair.first.duplicate())
                return kept.borrowedNumbers[kept.count - 1].rawValue
            case .device: return unsafe Glibc.open("/dev/full", O_RDWR)
            case .directory: return unsafe Glibc.open(directory, O_RDONLY)
            case .pathOnly: return unsafe Glibc.open(directory, 0o10000000)
            }
        }
    }

    @Test(
        "the lab waits for none of them, answers, and leaves their flags alone",
        arguments: Trap.allCases)
    func traps(trap: Trap) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--handles-lab"])
            try editor.greet()
            var kept = DescriptorList()
            let number = try trap.open(in: directory, &kept)
            let flags = fcntl(number, F_GETFL)
            let sequence = try editor.peer?.connection.send(
                Echo(), handles: [RawDescriptor(rawValue: number)])
            #expect(try editor.peer?.reply(EchoReply.self, to: sequence ?? 0) == EchoReply())
            let written = trap == .emptyPipe ? 64 : 0
            try editor.runtime.event(#""event":"handle-received""#, "\"written\":\(written)")
            #expect(fcntl(number, F_GETFL) == flags)
            #expect(try editor.ask(Echo(), for: EchoReply.self) == EchoReply())
        }
    }

    /// Memory that is no region, or not the one that is wanted.
    enum Memory: CaseIterable, Sendable {
        case sparse, vast, holes, unwanted, readOnly
    }

    @Test(
        "memory that only claims to be a region is refused with 13 and costs nothing",
        arguments: Memory.allCases)
    func memory(_ kind: Memory) throws {
        try withTemporaryDirectory { directory in
            let editor = try FakeEditor(in: directory, ["--size", "64x64"])
            try editor.greet()
            let size: Int =
                switch kind {
                case .sparse, .readOnly: 1 << 30
                case .vast: .max
                case .holes: 53_248 + 4096
                // What 16384x16384 takes.
                case .unwanted: 4096 + 3 * (1 << 30)
                }
            let memory = try MemoryObject.sealed(label: "test", size: size)
            let side: UInt32 = kind == .unwanted ? 16_384 : 64
            let header: [UInt32] = [0x5756_5057, 2, side, side, 0, 3]
            _ = unsafe try header.withUnsafeBytes {
                unsafe try memory.descriptor.write($0, at: 0)
            }
            if kind == .readOnly {
                // One more of the same that nobody can write to.
                let path = "/proc/self/fd/\(memory.descriptor.rawValue)"
                let number = unsafe Glibc.open(path, O_RDONLY)
                let handoff = ShmRegionsHandoff(regions: [
                    ShmRegionDescriptor(
                        logicalName: ShmRegionDescriptor.viewportName, size: UInt64(size))
                ])
                try editor.peer?.connection.send(
                    handoff, handles: [RawDescriptor(rawValue: number)])
            } else {
                try editor.handOver(memory)
            }
            #expect(try editor.runtime.end() == .exited(code: 13))
            var status = stat()
            unsafe fstat(memory.descriptor.rawValue.rawValue, &status)
            #expect(status.st_blocks <= 8)
        }
    }
}
