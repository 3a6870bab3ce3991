import Testing
import WeldWire

@testable import Gates

@Suite("The wire bench")
struct WireBenchTests {
    @Test("Every message of the catalogue is measured once, and none is free")
    func complete() {
        let costs = WireBench.run()
        #expect(costs.map(\.message) == MessageCatalogue.descriptors.map(\.name))
        #expect(costs.allSatisfy { $0.encodeNanoseconds > 0 && $0.decodeNanoseconds > 0 })
    }
}
