import GateHost
import Glibc
import Testing
import WeldPlatform
import WeldViewport

import struct GateHost.DescriptorEntry
import enum GateHost.Ledger

@testable import Gates

@Suite("A pair as the judge finds it")
struct PairViewTests {
    private func pair(_ region: RegionView?) -> PairView {
        var pair = PairView()
        pair.region = region
        return pair
    }

    /// A region as bytes, written from the page and not from any code.
    private func region(
        epoch: UInt32, _ pictures: [(id: UInt64, epoch: UInt32)], version: UInt8 = 2,
        owners: [UInt64] = [1, 0, 2]
    ) -> RegionView? {
        var bytes = [UInt8](repeating: 0, count: RegionView.byteCount)
        bytes.replaceSubrange(0..<6, with: [0x57, 0x50, 0x56, 0x57, version, 0])
        func put(_ value: UInt64, _ offset: Int, _ count: Int) {
            for index in 0..<count {
                bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
            }
        }
        put(UInt64(epoch), 64, 4)
        for (word, owner) in zip([128, 256, 384], owners) { put(owner, word, 4) }
        for (slot, picture) in pictures.enumerated() {
            put(picture.id, 512 + 128 * slot, 8)
            put(UInt64(picture.epoch), 528 + 128 * slot, 4)
        }
        return RegionView(bytes)
    }

    @Test("A successor that is what its editor says contradicts nothing")
    func successor() throws {
        let region = try #require(self.region(epoch: 2, [(8, 2), (7, 1), (9, 2)]))
        #expect(pair(region).contradictions(epoch: 2, after: 7).isEmpty)
        // Of the other protocol nothing can be read.
        #expect(self.region(epoch: 1, [], version: 1) == nil)
        #expect(pair(nil).contradictions(epoch: 2, after: 7).isEmpty)
    }

    @Test("A writer's first picture is numbered after all of every slot, in a slot of its own")
    func firstPicture() throws {
        // The mailbox says besides that the picture is new, and which generation it is of.
        let region = try #require(
            self.region(
                epoch: 2, [(7, 1), (1_007, 1), (1_008, 2)], owners: [1 << 3 | 4 | 2, 0, 1]))
        #expect(region.contradictions(ofFirstPictureBy: 2, after: 1_007).isEmpty)
        #expect(
            region.contradictions(ofFirstPictureBy: 3, after: 1_007) == [
                "the region's epoch is 2 and not 3",
                "0 pictures of epoch 3 lie in the region and not 1",
            ])
        let wrong = try #require(
            self.region(epoch: 2, [(9, 2), (1_007, 1), (8, 1)], owners: [4, 1, 1]))
        #expect(
            wrong.contradictions(ofFirstPictureBy: 2, after: 1_007) == [
                "mailbox, writer and reader have the slots [0, 1, 1]",
                "its first picture is 9, and 1007 was there before it",
            ])
    }

    @Test("A second runtime that goes on with the old epoch is seen in the region")
    func oldEpoch() throws {
        let region = try #require(self.region(epoch: 1, [(8, 1), (7, 1), (9, 1)]))
        #expect(
            pair(region).contradictions(epoch: 2, after: 7) == [
                "the region's epoch is 1 and not 2",
                "no picture of epoch 2 after 7 lies in the region",
            ])
    }

    @Test("Numbers that do not advance, and the pictures of a dead runtime alone, are seen")
    func standing() throws {
        for pictures in [[(7, 2), (6, 1), (5, 1)], [(9, 1), (8, 1), (7, 1)]] {
            let region = try #require(
                self.region(epoch: 2, pictures.map { (UInt64($0.0), UInt32($0.1)) }))
            #expect(pair(region).contradictions(epoch: 2, after: 7).count == 1)
        }
    }

    @Test(
        "Whatever else is not as it should be is named",
        arguments: [
            { $0.runtimeLives = false }, { $0.hasItsParent = false },
            { $0.predecessorIsGone = false }, { $0.connections = 0 }, { $0.connections = 2 },
            { $0.sharesRegion = false },
        ] as [@Sendable (inout PairView) -> Void])
    func others(spoil: @Sendable (inout PairView) -> Void) {
        var pair = PairView()
        spoil(&pair)
        #expect(pair.contradictions(epoch: 1, after: 0).count == 1)
    }

    @Test("The kernel's table tells the connections of a socket from the socket and from others'")
    func connections() {
        let table = """
            Num       RefCount Protocol Flags    Type St Inode Path
            000000008cedb676: 00000002 00000000 00010000 0001 01 44 /t/a b/weld-9.sock
            0000000055c9e128: 00000003 00000000 00000000 0001 03 45 /t/a b/weld-9.sock
            0000000055c9e129: 00000003 00000000 00000000 0001 03 46 /t/a b/weld-10.sock
            0000000055c9e12a: 00000003 00000000 00000000 0001 03 47
            """
        #expect(PairView.connected(at: "/t/a b/weld-9.sock", in: table) == ["45"])
    }

    @Test("What a child would inherit is named, but for the streams and what the judge gave")
    func inheritable() throws {
        let any = try #require(Ledger.descriptors(of: getpid())?.first)
        func entry(_ number: Int32, _ target: String, closes: Bool) -> DescriptorEntry {
            var entry = any
            (entry.number, entry.kind, entry.target) = (number, .pipe, target)
            entry.flags = closes ? 0o2000000 : 0
            return entry
        }
        let given = entry(3, "pipe:[1]", closes: false)
        let all = [
            entry(0, "pipe:[0]", closes: false), given, entry(4, "pipe:[2]", closes: true),
            entry(5, "pipe:[3]", closes: false),
        ]
        #expect(StubUse.inheritable(all, but: given.identity).map(\.number) == [5])
    }

    @Test("A real region is read as its writers left it")
    func real() throws {
        let layout = ViewportLayout(
            .threeSlot, size: try #require(PictureSize(width: 16, height: 16)))
        let region = try ViewportRegion(
            creating: layout, in: .sealed(label: "weld-view-test", size: layout.regionSize))
        func view() throws -> RegionView {
            let bytes = Ledger.bytes(
                of: getpid(), descriptor: region.descriptor.rawValue, at: 0,
                count: RegionView.byteCount)
            let whole = try #require(bytes)
            return try #require(RegionView(whole))
        }
        #expect(try view().epoch == 1)
        #expect(try view().newest(ofWriter: 1) == 0)
        var first = try ViewportWriter(region)
        for _ in 0..<3 { _ = try first.publish() }
        #expect(try view().newest(ofWriter: 1) == 3)
        region.succeedWriter(as: 2)
        var second = try ViewportWriter(region)
        _ = try second.publish()
        #expect(try view().epoch == 2)
        #expect(try view().newest(ofWriter: 2) == 4)
    }
}

@Suite("What is gained over many rounds")
struct GrowthTests {
    @Test("What comes and goes is no gain, what stays of every round is")
    func gained() {
        #expect(Growth.gained([9, 9, 5, 6, 7, 5, 5, 6]) == 0)
        #expect(Growth.gained((0..<16).map { 100 + 10 * $0 }) == 50)
        #expect(Growth.gained([1, 2, 3, 4, 5, 6, 7]) == nil)
    }
}
