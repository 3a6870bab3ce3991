import GateKit
import Testing

@Suite("Judgement of a run's gate")
struct RunDeclarationTests {
    private static let declaration = RunDeclaration(
        gate: .g1, headlineCheck: "g1.x", pendingReason: nil, controlsExpected: 0,
        attemptsPlanned: 2)

    private static func evidence(
        _ verdicts: [Verdict], faults: [HarnessFault] = [], interrupted: Bool = false,
        refusal: [RefusalGround] = []
    ) -> RunEvidence {
        RunEvidence(
            judgements: verdicts.map {
                AttemptJudgement(
                    gate: .g1, verdict: $0, contractVerdict: $0, reason: .recorded(text: "as told"),
                    checks: [],
                    milestones: [], violations: [])
            }, controls: [], rules: [], sampleCounts: [:], faults: faults,
            wasInterrupted: interrupted, refusal: refusal)
    }

    @Test("A replicate that was never made leaves no GO")
    func missingReplicate() {
        #expect(Self.declaration.judge(Self.evidence([.go, .go])).verdict == .go)
        let result = Self.declaration.judge(Self.evidence([.go]))
        #expect(result.verdict == .inconclusive)
        #expect(result.reason == .attemptsMissing(made: 1, planned: 2))
    }

    @Test("A gate without an attempt says what stood in the way")
    func nothingMade() {
        let fault = HarnessFault(.precondition, "no runtime")
        #expect(
            Self.declaration.judge(Self.evidence([], faults: [fault])).reason
                == .judgeFailed(fault: fault))
        #expect(
            Self.declaration.judge(Self.evidence([], interrupted: true)).verdict
                == .inconclusive)
    }

    @Test("A NO-GO stays when the same attempt is repeated with a GO")
    func repeated() {
        #expect(Self.declaration.judge(Self.evidence([.noGo, .go])).verdict == .noGo)
    }

    @Test("A strict run refuses a GO, and nothing else")
    func refused() {
        let go = Self.declaration.judge(Self.evidence([.go, .go], refusal: [.debugBuild]))
        #expect(go.verdict == .inconclusive)
        #expect(go.contractVerdict == .inconclusive)
        #expect(go.sentence == "GO refused: the build is a debug build")
        let noGo = Self.declaration.judge(Self.evidence([.go, .noGo], refusal: [.debugBuild]))
        #expect(noGo.verdict == .noGo)
    }

    @Test(
        "What a strict run refuses",
        arguments: [
            ("yes", "no", "release", []), ("yes", "yes", "release", [.treeNotClean]),
            ("yes", "unknown: git is missing", "release", [.treeNotClean]),
            ("yes", "no", "debug", [.debugBuild]), ("no", "yes", "debug", []),
            ("yes", "yes", "debug", [.treeNotClean, .debugBuild]),
        ] as [(String, String, String, [RefusalGround])])
    func refusal(strict: String, dirty: String, build: String, grounds: [RefusalGround]) {
        let run = RunRecord(
            startedAt: 0, profile: .smoke, seed: 1, platform: .linux, hostClass: "dev",
            gates: [.g1],
            provenance: [
                Fact(ProvenanceKey.strict, strict), Fact(ProvenanceKey.dirty, dirty),
                Fact(ProvenanceKey.configuration, build),
            ])
        #expect(run.refusal == grounds)
    }
}
