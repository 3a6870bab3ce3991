import GateKit
import GateReport
import Testing

/// What `--accept` lets pass.
@Suite("Acceptance")
struct AcceptanceTests {
    private static let setAside = SetAside(count: 3, total: 10)
    private let byHost = GateResult.fixture(
        .g1, .inconclusive,
        reason: .attempt(
            reason: .checkUndecided(id: "g1.p50", reason: .hostTooNoisy(setAside: setAside))))
    private let byItself = GateResult.fixture(
        .g2, .inconclusive,
        reason: .attempt(reason: .checkUndecided(id: "g2.p99", reason: .boundStraddles)))

    @Test("a gate undecided by the host passes where that is accepted, and the use is named")
    func host() {
        let results = [byHost, .fixture(.g7, .go)]
        let (code, uses) = Acceptance([.host]).exitCode(results, was: .inconclusive)
        #expect(code == .go)
        #expect(
            uses.map(\.sentence) == [
                "G1 undecided by the host: 3 of 10 samples of g1.p50 set aside"
            ])
    }

    @Test("another cause, or none, passes nothing", arguments: [[], [Cause.capacity]])
    func notAccepted(causes: [Cause]) {
        let (code, uses) = Acceptance(causes).exitCode([byHost], was: .inconclusive)
        #expect(code == .inconclusive && uses.isEmpty)
    }

    @Test("one gate that is undecided for a reason of its own keeps the whole run undecided")
    func mixed() {
        let (code, uses) = Acceptance(Cause.allCases)
            .exitCode([byHost, byItself], was: .inconclusive)
        #expect(code == .inconclusive && uses.isEmpty)
    }

    @Test("nothing but an undecided run passes", arguments: RunExitCode.allCases)
    func otherCodes(code: RunExitCode) {
        guard code != .inconclusive else { return }
        let found = Acceptance(Cause.allCases).exitCode([byHost], was: code)
        #expect(found.code == code && found.uses.isEmpty)
    }

    @Test(
        "no other verdict passes, whatever stands beside it",
        arguments: [Verdict.noGo, .blind, .error, .pending])
    func otherVerdicts(verdict: Verdict) {
        let other = GateResult.fixture(.g4, verdict, reason: byHost.reason)
        let found = Acceptance(Cause.allCases)
            .exitCode([byHost, other], was: .inconclusive)
        #expect(found.code == .inconclusive && found.uses.isEmpty)
    }

    @Test("a GO that nobody proved does not pass")
    func unproven() {
        let result = GateResult.fixture(
            .g1, .inconclusive, reason: .unproven(caught: 0, expected: 4))
        let found = Acceptance(Cause.allCases).exitCode([result], was: .inconclusive)
        #expect(found.code == .inconclusive && found.uses.isEmpty)
    }
}
