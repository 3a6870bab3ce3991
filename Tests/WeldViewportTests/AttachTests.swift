import Testing
import WeldPlatform

@testable import WeldViewport

@Suite("Attaching to a region")
struct AttachTests {
    @Test("a region that was made is attached with the same layout")
    func attaches() throws {
        let region = try newRegion(small)
        #expect(try attached(to: region).layout == region.layout)
    }

    /// A header with one wrong field, and why it is refused.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let header: RegionHeader
        let error: ViewportError
        var testDescription: String { name }
    }

    static let size = ViewportLayout(.twoSlot, size: small).regionSize

    static let refusals: [Refusal] = {
        let right = RegionHeader(ViewportLayout(.twoSlot, size: small))
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
            wrong("slots", .wrongSlotCount(3)) { $0.slotCount = 3 },
            wrong("no width", .wrongPictureSize(width: 0, height: 9)) { $0.width = 0 },
            wrong("vast", .wrongPictureSize(width: .max, height: .max)) {
                $0.width = .max
                $0.height = .max
            },
            wrong("one row more", .wrongRegionSize(expected: size + 2 * 480 * 4, actual: size)) {
                $0.height += 1
            },
        ]
    }()

    @Test("a header that is wrong or contradicts the size is refused", arguments: refusals)
    func refuses(_ refusal: Refusal) {
        #expect(throws: refusal.error) { try refusal.header.layout(regionSize: Self.size) }
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
        let layout = ViewportLayout(.twoSlot, size: small)
        let error = ViewportError.wrongRegionSize(expected: Self.size, actual: Self.size + 1)
        #expect(throws: error) {
            try ViewportRegion(
                creating: layout,
                in: MemoryObject.sealed(label: "test", size: layout.regionSize + 1))
        }
    }
}
