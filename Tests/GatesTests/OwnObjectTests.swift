import GateHost
import Testing
import WeldContract

@testable import Gates

@Suite("Objects of the judge's own in the handles lab")
struct OwnObjectTests {
    private static let payload = [UInt8]([3, 1, 4, 1, 5, 9, 2, 1]) + [UInt8](8..<64)

    /// Makes an object and writes to what would have been sent, as a runtime does.
    private func written(
        _ kind: LabKind, _ bytes: [UInt8], in folder: Folder
    ) throws -> OwnObject {
        let object = try OwnObject(kind, path: "\(folder.path)/object.data")
        let number = try #require(object.sentDescriptor)
        let copy = try OwnedDescriptor.duplicating(number)
        object.closeSent()
        _ = unsafe try bytes.withUnsafeBytes { unsafe try copy.write($0) }
        return object
    }

    @Test(
        "Exactly the payload, at the open file's own place, is what must be",
        arguments: LabKind.allCases)
    func right(kind: LabKind) throws {
        let folder = try Folder()
        let object = try written(
            kind, Array(Self.payload.prefix(kind == .eventfd ? 8 : 64)), in: folder)
        #expect(try object.holds(Self.payload))
        #expect(try object.isUntouched())
        #expect(
            try object.reportsEnd(by: .after(.seconds(1)))
                == ([.pipe, .socket].contains(kind) ? true : nil))
    }

    @Test(
        "A byte too many, one too few and another one are seen",
        arguments: LabKind.allCases.filter { $0 != .eventfd })
    func wrong(kind: LabKind) throws {
        let short = Array(Self.payload.dropLast())
        for bytes in [Self.payload + [0], short, short + [0]] {
            let folder = try Folder()
            #expect(try !written(kind, bytes, in: folder).holds(Self.payload))
        }
    }

    @Test(
        "An offset of the receiver's own and a changed flag are seen",
        arguments: [LabKind.memfd, .regular])
    func touched(kind: LabKind) throws {
        let folder = try Folder()
        let object = try OwnObject(kind, path: "\(folder.path)/object.data")
        let number = try #require(object.sentDescriptor)
        let copy = try OwnedDescriptor.duplicating(number)
        // Nothing was written: the offset stands where it stood.
        #expect(try !object.isUntouched())
        _ = unsafe try Self.payload.withUnsafeBytes { unsafe try copy.write($0) }
        #expect(try object.isUntouched())
        try copy.setNonBlocking()
        #expect(try !object.isUntouched())
    }

    @Test("A pipe whose other end is open somewhere does not report its end")
    func open() throws {
        let folder = try Folder()
        let object = try OwnObject(.pipe, path: "\(folder.path)/unused")
        #expect(try object.reportsEnd(by: .after(.milliseconds(1))) == false)
        object.closeSent()
        #expect(object.sentDescriptor == nil)
        #expect(try object.reportsEnd(by: .after(.seconds(1))) == true)
    }
}
