import Testing

@testable import WeldViewport

@Suite("Frames through two slots")
struct FrameTests {
    @Test("before the first frame there is nothing to read")
    func nothingYet() throws {
        let region = try newRegion(small)
        var reader = ViewportReader(try attached(to: region))
        #expect(reader.copyNewest(to: PictureBuffer(size: small)) == nil)
    }

    @Test("every published frame is read once, whole, under its own number")
    func framesArrive() throws {
        let region = try newRegion(small)
        var writer = ViewportWriter(try attached(to: region))
        var reader = ViewportReader(region)
        let picture = PictureBuffer(size: small)
        for expected in UInt64(1)...5 {
            let id = writer.nextID
            writer.draw { TestPattern.draw(frame: id, on: $0) }
            #expect(writer.publish() == expected)
            #expect(reader.copyNewest(to: picture) == expected)
            #expect(reader.copyNewest(to: picture) == nil)
            #expect(Witness.read(picture) == Witness.Reading(frame: UInt32(expected)))
        }
    }

    @Test("a writer that comes after another goes on with its numbers and its free slot")
    func successorContinues() throws {
        let region = try newRegion(small)
        var first = ViewportWriter(region)
        first.draw { TestPattern.draw(frame: 1, on: $0) }
        _ = first.publish()
        var second = ViewportWriter(try attached(to: region))
        #expect(second.nextID == 2)
        second.draw { TestPattern.draw(frame: 2, on: $0) }
        // Drawn, not published: the reader still gets the first one whole.
        var reader = ViewportReader(region)
        let picture = PictureBuffer(size: small)
        #expect(reader.copyNewest(to: picture) == 1)
        #expect(Witness.read(picture) == Witness.Reading(frame: 1))
        #expect(second.publish() == 2)
    }

    @Test("a slot number from a hostile peer is masked")
    func hostileSlot() throws {
        let region = try newRegion(small)
        var writer = ViewportWriter(region)
        writer.draw { TestPattern.draw(frame: 1, on: $0) }
        _ = writer.publish()
        region.word32(32).storeReleasing(0xFFFF_FFFF)
        var reader = ViewportReader(region)
        let picture = PictureBuffer(size: small)
        #expect(reader.copyNewest(to: picture) == 1)
        #expect(Witness.read(picture).isTorn == false)
    }
}
