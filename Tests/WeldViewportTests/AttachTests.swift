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
