import GateHost
import Testing

@testable import Gates

@Suite("Objects of the handles lab that take nothing, or are nobody's to write into")
struct UnwillingObjectTests {
    /// Those that this machine has: not every one has terminals.
    static let kinds = UnwillingObject.Kind.allCases.filter {
        $0 != .terminal || hasTerminals
    }

    static let hasTerminals: Bool = {
        do {
            _ = try TerminalEnds()
            return true
        } catch {
            return false
        }
    }()

    @Test(
        "What nobody touches is as it was, and what has another end reports it",
        arguments: UnwillingObjectTests.kinds)
    func untouched(kind: UnwillingObject.Kind) throws {
        let folder = try Folder()
        let object = try UnwillingObject(kind, folder: folder.path)
        object.closeSent()
        #expect(object.sentDescriptor == nil)
        #expect(try object.isAsItWas())
        let hasEnd = kind == .fullPipe || kind == .fullSocket
        #expect(try object.reportsEnd(by: .after(.seconds(1))) == (hasEnd ? true : nil))
    }

    @Test(
        "What is written into a terminal or a counter is seen",
        arguments: UnwillingObjectTests.kinds.filter { $0 == .terminal || $0 == .counter })
    func written(kind: UnwillingObject.Kind) throws {
        let folder = try Folder()
        let object = try UnwillingObject(kind, folder: folder.path)
        let copy = try OwnedDescriptor.duplicating(try #require(object.sentDescriptor))
        _ = unsafe try [UInt8](1...8).withUnsafeBytes { unsafe try copy.write($0) }
        #expect(try !object.isAsItWas())
    }
}
