import FuzzStore
import FuzzWire
import Testing

@Suite("Inputs that coverage-guided search found worth keeping")
struct FuzzCorpusTests {
    @Test("a store from somewhere else is read or refused, never changed, on all of them")
    func store() throws {
        let inputs = try FuzzCorpus.inputs(of: "store")
        #expect(inputs.count >= 20)
        for input in inputs {
            #expect(try StoreBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }
}
