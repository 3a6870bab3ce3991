import GateHost
import GateKit
import Testing

@testable import GateRunner

/// The order of steps, without a process.
@Suite("Termination sequence")
struct TerminationSequenceTests {
    @Test("TERM comes at once, KILL after the grace, and KILL again")
    func order() {
        var sequence = TerminationSequence()
        #expect(sequence.step(at: 0, termGrace: .seconds(2)) == nil)
        sequence.begin(.deadline)
        #expect(sequence.step(at: 100, termGrace: .seconds(2)) == .term)
        #expect(sequence.step(at: 2_000_000_000, termGrace: .seconds(2)) == nil)
        #expect(sequence.step(at: 2_000_000_100, termGrace: .seconds(2)) == .kill)
        #expect(sequence.step(at: 2_000_000_200, termGrace: .seconds(2)) == nil)
        #expect(sequence.step(at: 2_300_000_000, termGrace: .seconds(2)) == .kill)
    }

    @Test("the first reason stands")
    func reason() {
        var sequence = TerminationSequence()
        sequence.begin(.deadline)
        sequence.begin(.interrupted)
        #expect(sequence.reason == .deadline)
    }

    @Test("an attempt that ends before the first step ended by itself")
    func beforeTheFirstStep() {
        var sequence = TerminationSequence()
        sequence.begin(.deadline)
        #expect(sequence.ending(.exited(code: 0)) == .exited(code: 0))
    }

    @Test("whatever the status, a kill by the harness is one")
    func killed() {
        var sequence = TerminationSequence()
        sequence.begin(.deadline)
        _ = sequence.step(at: 0, termGrace: .zero)
        #expect(sequence.ending(.exited(code: 0)) == .killedByHarness(step: "TERM"))
        _ = sequence.step(at: 1, termGrace: .zero)
        #expect(
            sequence.ending(.signalled(number: 9, coreDumped: false))
                == .killedByHarness(step: "KILL"))
    }

    @Test("what the user or the store ended is interrupted")
    func interrupted() {
        for reason in [TerminationSequence.Reason.interrupted, .storeFailed] {
            var sequence = TerminationSequence()
            sequence.begin(reason)
            _ = sequence.step(at: 0, termGrace: .zero)
            #expect(sequence.ending(.signalled(number: 15, coreDumped: false)) == .interrupted)
        }
    }
}
