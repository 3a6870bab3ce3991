import GateKit
import Testing

@testable import GateRunner

/// The order of steps, without a process.
@Suite("Deadline ladder")
struct DeadlineLadderTests {
    @Test("TERM comes at once, KILL after the grace, and KILL again")
    func order() {
        var ladder = DeadlineLadder()
        #expect(ladder.climb(0, termGrace: .seconds(2)) == nil)
        ladder.begin(.deadline)
        #expect(ladder.climb(100, termGrace: .seconds(2)) == .term)
        #expect(ladder.climb(2_000_000_000, termGrace: .seconds(2)) == nil)
        #expect(ladder.climb(2_000_000_100, termGrace: .seconds(2)) == .kill)
        #expect(ladder.climb(2_000_000_200, termGrace: .seconds(2)) == nil)
        #expect(ladder.climb(2_300_000_000, termGrace: .seconds(2)) == .kill)
    }

    @Test("the first reason stands")
    func reason() {
        var ladder = DeadlineLadder()
        ladder.begin(.deadline)
        ladder.begin(.interrupted)
        #expect(ladder.reason == .deadline)
    }

    @Test("an attempt that ends before the first step ended by itself")
    func beforeTheFirstStep() {
        var ladder = DeadlineLadder()
        ladder.begin(.deadline)
        #expect(ladder.ending(.exited(code: 0)) == .exited(code: 0))
    }

    @Test("whatever the status, a kill by the harness is one")
    func killed() {
        var ladder = DeadlineLadder()
        ladder.begin(.deadline)
        _ = ladder.climb(0, termGrace: .zero)
        #expect(ladder.ending(.exited(code: 0)) == .killedByHarness(step: "TERM"))
        _ = ladder.climb(1, termGrace: .zero)
        #expect(
            ladder.ending(.signalled(number: 9, coreDumped: false))
                == .killedByHarness(step: "KILL"))
    }

    @Test("what the user or the store ended is interrupted")
    func interrupted() {
        for reason in [DeadlineLadder.Reason.interrupted, .storeFailed] {
            var ladder = DeadlineLadder()
            ladder.begin(reason)
            _ = ladder.climb(0, termGrace: .zero)
            #expect(ladder.ending(.signalled(number: 15, coreDumped: false)) == .interrupted)
        }
    }
}
