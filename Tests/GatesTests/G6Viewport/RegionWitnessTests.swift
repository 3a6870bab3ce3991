// Unsafe code: a byte of a picture is spoiled where it lies.

import GateKit
import Testing
import WeldContract
import WeldViewport

import struct GateHost.DescriptorFacts
import struct GateHost.OwnedDescriptor
import enum GateHost.ProcessEnvironment
import struct WeldPlatform.MemoryObject

@testable import Gates

@Suite("The shared region, as the judge sees it for itself")
struct RegionWitnessTests {
    /// A region in this process, written and read as the stubs do.
    private final class Pair {
        let region: ViewportRegion
        let witness: RegionWitness
        let kept = KeptMessages()
        private var writer: ViewportWriter
        private var reader: ViewportReader
        private let size: Int

        init(named size: Int? = nil, pictures: Gates.WindowSize = .standard) throws {
            let layout = ViewportLayout(.threeSlot, size: .standard)
            region = try ViewportRegion(
                creating: layout,
                in: MemoryObject.sealed(label: "test", size: layout.regionSize))
            writer = try ViewportWriter(region)
            reader = ViewportReader(region)
            self.size = size ?? layout.regionSize
            witness = RegionWitness(ProcessEnvironment.pid, pictures: pictures)
            let facts = try DescriptorFacts.of(region.descriptor.rawValue)
            witness.take(
                .editor(
                    1,
                    .handover(
                        name: "viewport", size: self.size, device: facts.device,
                        inode: facts.inode), pid: ProcessEnvironment.pid))
        }

        /// Draws a picture, publishes it, and says so.
        func publish(as frame: UInt64? = nil, silently: Bool = false) throws {
            let id = writer.nextID
            writer.draw { TestPattern.draw(frame: frame ?? id, on: $0) }
            let record = try writer.publish()
            guard !silently else { return }
            witness.take(
                .runtime(
                    record.completedNanoseconds + 1,
                    .framePublished(
                        id: record.id, doneNanoseconds: record.completedNanoseconds,
                        epoch: record.epoch)))
        }

        /// Takes the newest picture, and has the judge look at it.
        func look(spoiling offset: Int? = nil) {
            _ = reader.acquire()
            if let offset {
                reader.withCurrentToSpoil { bytes in
                    unsafe bytes.withUnsafeMutableBytes { unsafe $0[offset] ^= 255 }
                }
            }
            witness.look()
        }

        /// Takes the newest picture, forgets to say whose slot is whose, and has the judge look.
        func lookPastMirror() throws {
            _ = reader.acquire()
            let memory = try OwnedDescriptor.duplicating(region.descriptor.rawValue)
            try memory.put([2, 0, 0, 0], at: 384)
            witness.look()
        }

        /// How much was found wrong, once all is over.
        func wrong() -> Double {
            witness.record("test", kept.recorder)
            return kept.values(ViewportMetric.region).reduce(0, +)
        }
    }

    @Test("A region and its pictures, as the page says")
    func whole() throws {
        let pair = try Pair()
        pair.look()
        #expect(pair.witness.lookCount == 0)
        for _ in 0..<3 {
            try pair.publish()
            pair.look()
        }
        #expect(pair.witness.obstacle == nil)
        #expect(pair.witness.lookCount == 3)
        #expect(pair.wrong() == 0, "\(pair.witness.faults)")
    }

    @Test(
        "One byte of a picture is seen, wherever it is: a mark, the pattern, the alpha",
        arguments: [4 + 1, 4 * 600 + 2, 4 * (1280 * 719 + 1279) + 3])
    func spoiled(offset: Int) throws {
        let pair = try Pair()
        try pair.publish()
        pair.look(spoiling: offset)
        #expect(pair.wrong() == 1)
    }

    @Test("A picture of another number than its record's is seen")
    func otherNumber() throws {
        let pair = try Pair()
        try pair.publish(as: 7)
        pair.look()
        #expect(pair.wrong() == 1)
    }

    @Test("What the runtime never said of an earlier picture is seen; of its last it may be silent")
    func unsaid() throws {
        let pair = try Pair()
        try pair.publish(silently: true)
        pair.look()
        #expect(pair.witness.faults.isEmpty)
        try pair.publish()
        pair.look()
        #expect(pair.wrong() == 1)
    }

    @Test("A mirror that is never written is seen, although by chance it is right now and then")
    func staleMirror() throws {
        let pair = try Pair()
        for _ in 0..<12 {
            try pair.publish()
            try pair.lookPastMirror()
        }
        #expect(pair.witness.lookCount == 4)
        #expect(pair.wrong() == 1)
    }

    @Test("A region of another size than was said, or for other pictures, is seen")
    func sizes() throws {
        #expect(try Pair(named: 4096).wrong() == 1)
        let other = try Pair(pictures: Gates.WindowSize(width: 640, height: 480))
        try other.publish()
        other.look()
        #expect(other.wrong() == 1)
    }

    @Test("A region that nobody holds is an obstacle, and no fault")
    func unknown() {
        let witness = RegionWitness(ProcessEnvironment.pid, pictures: .standard)
        witness.take(
            .editor(
                1, .handover(name: "viewport", size: 1, device: 1, inode: 1),
                pid: ProcessEnvironment.pid))
        #expect(witness.obstacle != nil && witness.faults.isEmpty && witness.samples.isEmpty)
    }
}
