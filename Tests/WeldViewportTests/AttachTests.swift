import Glibc
import Testing
import WeldPlatform

@testable import WeldViewport

@Suite("Attaching to a region")
struct AttachTests {
    @Test(
        "a region that was made is attached with the same layout",
        arguments: ViewportProtocol.allCases)
    func attaches(version: ViewportProtocol) throws {
        let region = try newRegion(version, small)
        #expect(try attached(to: region).layout == region.layout)
    }

    /// A header with one wrong field, and why it is refused.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let header: RegionHeader
        let error: ViewportError
        var testDescription: String { name }
    }

    static let layout = ViewportLayout(.threeSlot, size: small)

    static let refusals: [Refusal] = {
        let right = RegionHeader(layout)
        let size = layout.regionSize
        func wrong(
            _ name: String, _ error: ViewportError, _ change: (inout RegionHeader) -> Void
        ) -> Refusal {
            var header = right
            change(&header)
            return Refusal(name: name, header: header, error: error)
        }
        return [
            wrong("magic", .notARegion(magic: 1)) { $0.magic = 1 },
            wrong("version 0", .unknownVersion(0)) { $0.version = 0 },
            wrong("version 9", .unknownVersion(9)) { $0.version = 9 },
            wrong("format", .unknownFormat(1)) { $0.format = 1 },
            wrong("slots", .wrongSlotCount(2)) { $0.slotCount = 2 },
            wrong("the other version", .wrongSlotCount(3)) { $0.version = 1 },
            wrong("no width", .wrongPictureSize(width: 0, height: 9)) { $0.width = 0 },
            wrong("vast", .wrongPictureSize(width: .max, height: .max)) {
                $0.width = .max
                $0.height = .max
            },
            wrong("nine rows more", .wrongRegionSize(expected: size + 3 * 16_384, actual: size)) {
                $0.height += 9
            },
        ]
    }()

    @Test("a header that is wrong or contradicts the size is refused", arguments: refusals)
    func refuses(_ refusal: Refusal) {
        #expect(throws: refusal.error) {
            try refusal.header.layout(regionSize: Self.layout.regionSize)
        }
    }

    @Test("memory too small for a header, or all zero, is refused")
    func refusesForeignMemory() throws {
        #expect(throws: ViewportError.wrongRegionSize(expected: 24, actual: 23)) {
            try ViewportRegion(attaching: MemoryObject.sealed(label: "test", size: 23))
        }
        #expect(throws: ViewportError.notARegion(magic: 0)) {
            try ViewportRegion(attaching: MemoryObject.sealed(label: "test", size: 4096))
        }
    }

    /// Memory of a size that costs nothing yet, with a header in it.
    private func sparse(_ header: RegionHeader, size: Int) throws -> MemoryObject {
        let memory = try MemoryObject.sealed(label: "test", size: size)
        let words = [
            header.magic, UInt32(header.version), header.width, header.height, header.format,
            header.slotCount,
        ]
        _ = unsafe try words.withUnsafeBytes { unsafe try memory.descriptor.write($0, at: 0) }
        return memory
    }

    /// The same memory once more.
    private func same(_ number: RawDescriptor, _ size: Int) throws -> MemoryObject {
        try MemoryObject(adopting: OwnedDescriptor.duplicating(number), expectedSize: size)
    }

    /// How many bytes of memory have their place.
    private func allocated(_ descriptor: RawDescriptor) -> Int {
        var status = stat()
        unsafe fstat(descriptor.rawValue, &status)
        return Int(status.st_blocks) * 512
    }

    @Test(
        "memory that is refused has cost nothing: not a page of it got its place",
        arguments: [1 << 30, 1 << 40, .max] as [Int])
    func refusedForNothing(size: Int) throws {
        let memory = try sparse(RegionHeader(Self.layout), size: size)
        let number = memory.descriptor.rawValue
        #expect(throws: ViewportError.self) { try ViewportRegion(attaching: same(number, size)) }
        #expect(allocated(memory.descriptor.rawValue) <= 4096)
    }

    @Test("a region of a size that nobody wants has cost nothing either")
    func unwantedForNothing() throws {
        let vast = try #require(PictureSize(width: 16_384, height: 16_384))
        let layout = ViewportLayout(.threeSlot, size: vast)
        let memory = try sparse(RegionHeader(layout), size: layout.regionSize)
        let number = memory.descriptor.rawValue
        #expect(throws: ViewportError.unwantedPictureSize(vast, wanted: small)) {
            try ViewportRegion(attaching: same(number, layout.regionSize), wanted: small)
        }
        #expect(allocated(memory.descriptor.rawValue) <= 4096)
    }

    @Test("a region full of holes is filled before it is touched")
    func holes() throws {
        let memory = try sparse(RegionHeader(Self.layout), size: Self.layout.regionSize)
        let region = try ViewportRegion(attaching: memory)
        #expect(allocated(region.descriptor) >= Self.layout.regionSize)
    }

    @Test("a region is made only in memory of exactly its size")
    func refusesWrongSizeToCreate() throws {
        let layout = Self.layout
        let error = ViewportError.wrongRegionSize(
            expected: layout.regionSize, actual: layout.regionSize + 1)
        #expect(throws: error) {
            try ViewportRegion(
                creating: layout,
                in: MemoryObject.sealed(label: "test", size: layout.regionSize + 1))
        }
    }
}
