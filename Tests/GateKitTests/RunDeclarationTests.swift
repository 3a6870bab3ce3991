import GateKit
import Testing

@Suite("Conclusion of a run")
struct RunDeclarationTests {
    private static let declaration = RunDeclaration(
        gate: .g1, headlineCheck: "g1.x", pendingReason: nil, controlsExpected: 0,
        attemptsPlanned: 2)

    private static func evidence(
        _ verdicts: [Verdict], faults: [HarnessFault] = [], interrupted: Bool = false,
        refusal: String? = nil
    ) -> RunEvidence {
        RunEvidence(
            judgements: verdicts.map {
                AttemptJudgement(
                    gate: .g1, verdict: $0, contractVerdict: $0, reason: "as told", checks: [],
                    milestones: [], violations: [])
            }, controls: [], rules: [], sampleCounts: [:], faults: faults,
            wasInterrupted: interrupted, refusal: refusal)
    }

    @Test("A replicate that was never made leaves no GO")
    func missingReplicate() {
        #expect(Self.declaration.conclude(Self.evidence([.go, .go])).verdict == .go)
        let result = Self.declaration.conclude(Self.evidence([.go]))
        #expect(result.verdict == .inconclusive)
        #expect(result.reason == "1 of 2 attempts were made")
    }

    @Test("A gate without an attempt says what stood in the way")
    func nothingMade() {
        let fault = HarnessFault(.precondition, "no runtime")
        #expect(
            Self.declaration.conclude(Self.evidence([], faults: [fault])).reason == "no runtime")
        #expect(
            Self.declaration.conclude(Self.evidence([], interrupted: true)).verdict
                == .inconclusive)
    }

    @Test("A NO-GO stays when the same attempt is repeated with a GO")
    func repeated() {
        #expect(Self.declaration.conclude(Self.evidence([.noGo, .go])).verdict == .noGo)
    }

    @Test("A strict run refuses a GO, and nothing else")
    func refused() {
        let go = Self.declaration.conclude(Self.evidence([.go, .go], refusal: "debug"))
        #expect(go.verdict == .inconclusive)
        #expect(go.contractVerdict == .inconclusive)
        #expect(go.reason == "GO refused: debug")
        let noGo = Self.declaration.conclude(Self.evidence([.go, .noGo], refusal: "debug"))
        #expect(noGo.verdict == .noGo)
    }

    @Test(
        "What a strict run refuses",
        arguments: [
            ("yes", "no", "release", nil),
            ("yes", "yes", "release", "the tree is not known to be clean"),
            ("yes", "unknown: git is missing", "release", "the tree is not known to be clean"),
            ("yes", "no", "debug", "the build is a debug build"), ("no", "yes", "debug", nil),
        ])
    func refusal(strict: String, dirty: String, build: String, reason: String?) {
        let run = RunRecord(
            startedAt: 0, profile: .smoke, seed: 1, platform: .linux, hostClass: "dev",
            gates: [.g1],
            provenance: [
                Fact(ProvenanceKey.strict, strict), Fact(ProvenanceKey.dirty, dirty),
                Fact(ProvenanceKey.configuration, build),
            ])
        #expect(run.refusal == reason)
    }
}
