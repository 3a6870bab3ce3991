import GateFuzz
import GateKit
import GateWire
import Testing

@Suite("Shrinking")
struct ShrinkerTests {
    private func noisy(_ target: FuzzTarget, seed: UInt64 = 4) -> FuzzScript {
        var planner = ConnectionPlanner(subject: .runtime, seed: seed)
        var script = planner.script(for: target)
        while script.writes < 8 { script = planner.script(for: target) }
        return script
    }

    private func hasFault(_ script: FuzzScript) -> Bool {
        script.steps.contains { step in
            if case .frame(let frame) = step { frame.hash != nil } else { false }
        }
    }

    @Test("A fault of one frame is left alone with its connection")
    func oneFrame() throws {
        let least = Shrinker.shrink(noisy(.error(.schemaHashMismatch))) { script in
            script.steps.last == .expect(.error(.schemaHashMismatch))
                && script.steps.contains(.greet) && hasFault(script)
        }
        #expect(least.writes == 1)
        #expect(least.steps.count == 4)
        guard case .frame(let frame) = least.steps[2] else {
            Issue.record("\(least.text)")
            return
        }
        #expect(frame.body.allSatisfy { $0 == 0 })
        #expect(frame.writing == FuzzFrame.Writing())
    }

    @Test("What needs two frames keeps two")
    func twoFrames() {
        let least = Shrinker.shrink(noisy(.served)) { script in
            script.steps.count { if case .frame = $0 { true } else { false } } >= 2
        }
        #expect(least.writes == 2)
    }

    @Test("The expectation of every trial is the oracle's")
    func predicted() {
        _ = Shrinker.shrink(noisy(.error(.truncatedPayload))) { script in
            #expect(script.predicted() == script)
            return script.writes > 0
        }
    }

    @Test("A script that stops failing at the first trial stays whole")
    func stubborn() {
        let script = noisy(.error(.invalidMagic))
        #expect(Shrinker.shrink(script) { _ in false } == script)
    }

    @Test("Time that is over ends the search with what was reached")
    func timeIsUp() {
        var trials = 0
        let script = noisy(.error(.invalidMagic))
        let least = Shrinker.shrink(
            script, isOver: { trials >= 2 },
            while: { _ in
                trials += 1
                return true
            })
        #expect(trials == 2)
        #expect(least.steps.count < script.steps.count)
    }

    @Test("Half a frame is predicted as cut, wherever the shrinking left it")
    func halfFrame() {
        let script = FuzzScript(
            subject: .runtime,
            steps: [.connect, .greet, .bytes([0x44, 0x4C], .init()), .expect(.served)])
        #expect(script.predicted().steps.last == .expect(.error(.truncatedHeader)))
    }
}
