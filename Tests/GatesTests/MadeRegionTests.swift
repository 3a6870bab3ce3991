import FrameWitness
import GateHost
import Testing
import WeldPlatform
import WeldViewport

@testable import Gates

@Suite("Regions that the judge makes and draws into for itself")
struct MadeRegionTests {
    /// The region as the engine attaches it.
    private func attached(_ made: MadeRegion) throws -> ViewportRegion {
        let number = RawDescriptor(rawValue: made.descriptor)
        let memory = try WeldPlatform.MemoryObject(
            adopting: try WeldPlatform.OwnedDescriptor.duplicating(number), expectedSize: made.size)
        return try ViewportRegion(attaching: memory)
    }

    /// The same memory once more, for the judge.
    private func memory(_ made: MadeRegion) throws -> GateHost.MemoryObject {
        try GateHost.MemoryObject(
            adopting: try GateHost.OwnedDescriptor.duplicating(made.descriptor),
            expectedSize: made.size)
    }

    @Test(
        "The engine takes one for what it is, whatever the size of its pictures",
        arguments: [(1280, 720), (1281, 719), (480, 1)])
    func engine(width: Int, height: Int) throws {
        let made = try MadeRegion(
            Gates.WindowSize(width: width, height: height), sealedAgainst: .all)
        let region = try attached(made)
        let size = try #require(PictureSize(width: width, height: height))
        #expect(region.layout == ViewportLayout(.threeSlot, size: size))
        #expect(region.epoch == 1)
    }

    @Test("One with nothing in it is a hole, and none")
    func empty() throws {
        let made = try MadeRegion(sealedAgainst: .all, isEmpty: true)
        let placed = try made.placedBytes()
        #expect(placed == 0)
        #expect(throws: ViewportError.self) { try attached(made) }
        let after = try made.placedBytes()
        #expect(after == 0)
    }

    @Test(
        "What is drawn into one without a ring is read by the engine, and every slot has an owner")
    func drawn() throws {
        let size = Gates.WindowSize(width: 1281, height: 719)
        let made = try MadeRegion(size, sealedAgainst: .all)
        let writer = try OwnWriter(try memory(made), pictures: size)
        let shared = try SharedRegion(try memory(made), pictures: size)
        var reader = ViewportReader(try attached(made))
        #expect(shared.faults.isEmpty && writer.isWhole && writer.epoch == 1)
        for number in UInt32(1)...4 {
            guard let picture = writer.publish() else {
                Issue.record("nothing was published")
                return
            }
            let record = reader.acquire()
            #expect(picture.number == number && record?.id == UInt64(number))
            #expect(shared.readersSlot == picture.slot)
            let look = shared.look(comparesPixels: false)
            #expect(look?.reading.frame == number && look?.reading.isTorn == false)
        }
    }
}
