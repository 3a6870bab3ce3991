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

    @Test("a store whose cells hold anything is read or refused", arguments: 0..<5 as Range<UInt64>)
    func cellSearch(seed: UInt64) throws {
        var inputs = try InputMutator(target: "cells", seed: seed)
        for _ in 0..<4 * InputMutator.rounds {
            let input = inputs.next()
            #expect(try CellBody.complaint(about: input) == nil, "\(input)")
        }
    }

    @Test("a store whose cells hold what no run put there is read or refused, on all of them")
    func cells() throws {
        let inputs = try FuzzCorpus.inputs(of: "cells")
        #expect(inputs.count >= 20)
        for input in inputs {
            #expect(try CellBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }
}
