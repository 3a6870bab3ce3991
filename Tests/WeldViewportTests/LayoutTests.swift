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

@Suite("Region layout of the default, three slots")
struct ThreeSlotLayoutTests {
    @Test("1280x720 takes 4096 bytes and three slots that begin at pages")
    func standardLayout() {
        let layout = ViewportLayout(.threeSlot, size: .standard)
        #expect(layout.regionSize == 4096 + 3 * 3_686_400)
        #expect((0..<3).map(layout.slotOffset) == [4096, 3_690_496, 7_376_896])
    }

    @Test(
        "every slot is rounded up to a page",
        arguments: [(1, 1, 4096), (1920, 1080, 8_294_400), (1921, 1081, 8_306_688)])
    func rounding(width: Int, height: Int, stride: Int) throws {
        let size = try #require(PictureSize(width: width, height: height))
        let layout = ViewportLayout(.threeSlot, size: size)
        #expect(layout.slotStride == stride)
        #expect(layout.regionSize == 4096 + 3 * stride)
    }

    @Test("a new region begins with the header; mailbox 1, writer 0, reader 2, epoch 1")
    func newBytes() throws {
        let region = try newRegion()
        var expected = [UInt8](repeating: 0, count: 4096)
        expected.replaceSubrange(
            0..<24,
            with: [
                0x57, 0x50, 0x56, 0x57, 2, 0, 0, 0, 0, 5, 0, 0, 0xD0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0,
                0,
            ])
        expected[64] = 1
        expected[128] = 1
        expected[384] = 2
        #expect(try bytes(of: region, at: 0, count: 4096) == expected)
    }

    @Test("two frames and a look leave mailbox, mirrors and records where the page says")
    func wordsAndRecords() throws {
        let region = try newRegion()
        var writer = try ViewportWriter(region, checksums: true)
        var reader = ViewportReader(region)
        writer.draw { _ in }
        _ = try writer.publish()
        // The writer gave 0 and got 1; the reader gave 2 and got 0.
        #expect(reader.acquire()?.id == 1)
        writer.draw { _ in }
        let second = try writer.publish()
        // The writer gave 1 and got 2: slot 1, NEW, generation 2.
        #expect(try bytes(of: region, at: 128, count: 4) == [1 | 4 | 2 << 3, 0, 0, 0])
        #expect(try bytes(of: region, at: 256, count: 4) == [2, 0, 0, 0])
        #expect(try bytes(of: region, at: 384, count: 4) == [0, 0, 0, 0])
        #expect(try bytes(of: region, at: 512, count: 8) == [1, 0, 0, 0, 0, 0, 0, 0])
        var record: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0]
        record += littleEndian(second.completedNanoseconds)
        record += [1, 0, 0, 0, 1, 0, 0, 0]
        record += littleEndian(try #require(second.checksum))
        #expect(try bytes(of: region, at: 640, count: 32) == record)
        #expect(try bytes(of: region, at: 768, count: 32).allSatisfy { $0 == 0 })
    }

    private func littleEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
