import FuzzTransport
import FuzzWire
import Testing

@Suite("Inputs that coverage-guided search found worth keeping")
struct FuzzCorpusTests {
    @Test("descriptors in flight are delivered or closed on all of them")
    func ancillary() throws {
        let inputs = try FuzzCorpus.inputs(of: "ancillary")
        #expect(inputs.count >= 13)
        for input in inputs {
            #expect(try AncillaryBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }
}
