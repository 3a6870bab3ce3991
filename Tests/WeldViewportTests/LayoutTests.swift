import Testing
import WeldPlatform

@testable import WeldViewport

@Suite("Region layout of the milestone")
struct LayoutTests {
    @Test("1280x720 in two slots takes 7 372 928 bytes, slot 0 at 128, slot 1 right after it")
    func standardLayout() {
        let layout = ViewportLayout(.twoSlot, size: .standard)
        #expect(layout.regionSize == 7_372_928)
        #expect(layout.slotOffset(0) == 128)
        #expect(layout.slotOffset(1) == 128 + 3_686_400)
        #expect(PictureSize.standard.pitch == 5120)
    }

    @Test("other sizes work", arguments: [(1920, 1080), (3840, 2160), (1, 1), (16_384, 16_384)])
    func otherSizes(width: Int, height: Int) throws {
        let size = try #require(PictureSize(width: width, height: height))
        #expect(ViewportLayout(.twoSlot, size: size).regionSize == 128 + 2 * width * height * 4)
    }

    @Test(
        "sides of 0 or above 16384 are no size", arguments: [(0, 1), (1, 0), (16_385, 1), (-1, 5)])
    func impossibleSizes(width: Int, height: Int) {
        #expect(PictureSize(width: width, height: height) == nil)
    }

    @Test("a new region's first 128 bytes are the header, little-endian, and zeros")
    func headerBytes() throws {
        let region = try newRegion(.twoSlot)
        var expected = [UInt8](repeating: 0, count: 128)
        expected.replaceSubrange(
            0..<24,
            with: [
                0x57, 0x50, 0x56, 0x57, 1, 0, 0, 0, 0, 5, 0, 0, 0xD0, 2, 0, 0, 0, 0, 0, 0, 2, 0, 0,
                0,
            ])
        #expect(try bytes(of: region, at: 0, count: 128) == expected)
    }

    @Test("two frames leave their words at 24, 32 and 40")
    func wordOffsets() throws {
        let region = try newRegion(.twoSlot)
        var writer = try ViewportWriter(region)
        for _ in 0..<2 {
            writer.draw { _ in }
            _ = try writer.publish()
        }
        // Slot 1 first, then slot 0: writer_slot 0, last_complete 0, frame_id 2.
        #expect(try bytes(of: region, at: 24, count: 4) == [0, 0, 0, 0])
        #expect(try bytes(of: region, at: 32, count: 4) == [0, 0, 0, 0])
        #expect(try bytes(of: region, at: 40, count: 8) == [2, 0, 0, 0, 0, 0, 0, 0])
        writer.draw { _ in }
        _ = try writer.publish()
        #expect(try bytes(of: region, at: 24, count: 4) == [1, 0, 0, 0])
        #expect(try bytes(of: region, at: 32, count: 4) == [1, 0, 0, 0])
    }
}
