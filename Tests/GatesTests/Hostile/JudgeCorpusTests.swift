import FuzzJudge
import FuzzWire
import Testing

@Suite("Inputs of the judge's own that search found worth keeping")
struct JudgeCorpusTests {
    @Test("A line of the events is read or refused on all of them, and spelled as it was read")
    func events() throws {
        let inputs = try FuzzCorpus.inputs(of: "events")
        #expect(inputs.count >= 20)
        for input in inputs {
            #expect(EventBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }

    @Test("A script is read or refused on all of them, and spelled as it was read")
    func scripts() throws {
        let inputs = try FuzzCorpus.inputs(of: "scripts")
        #expect(inputs.count >= 8)
        for input in inputs {
            #expect(ScriptBody.complaint(about: input.bytes) == nil, "\(input.name)")
        }
    }
}

@Suite("Inputs made out of those")
struct JudgeSearchTests {
    @Test("Lines of the events", arguments: 0..<20 as Range<UInt64>)
    func events(seed: UInt64) throws {
        var inputs = try InputMutator(target: "events", seed: seed)
        for _ in 0..<300 * InputMutator.rounds {
            let input = inputs.next()
            #expect(EventBody.complaint(about: input) == nil, "\(input)")
        }
    }

    @Test("Scripts", arguments: 0..<10 as Range<UInt64>)
    func scripts(seed: UInt64) throws {
        var inputs = try InputMutator(target: "scripts", seed: seed)
        for _ in 0..<100 * InputMutator.rounds {
            let input = inputs.next()
            #expect(ScriptBody.complaint(about: input) == nil, "\(input)")
        }
    }
}

@Suite("Edges of a line of the events")
struct EventLineEdgeTests {
    @Test("Every length around the longest line is read or refused", arguments: 4080...4100)
    func lengths(count: Int) {
        let start = Array(#"logged","level":1,"text":""#.utf8)
        let text = [UInt8](repeating: 0x61, count: count)
        let line = [2] + start + text + Array("\"}".utf8)
        #expect(EventBody.complaint(about: line) == nil)
    }
}
