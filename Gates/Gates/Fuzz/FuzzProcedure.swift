internal import GateKit

/// Takes the samples of G3: both real stubs, one after the other, fuzzed over real sockets
/// (gates.md#g3).
struct FuzzProcedure: Procedure {
    let name = "fuzz"
    let gates: [GateID] = [.g3]
    let controls = G3Fuzz.controls

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, control: Control?) -> Double {
        if control != nil { return 40 }
        let sanitized = Double(SanitizedFuzz.Part.all.count) * FuzzLength.sanitizedSeconds(profile)
        // A sanitized stub may take long to start, to report and to end.
        return 1.25 * (FuzzLength.seconds(profile) + sanitized) + 120
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        let checks = G3Fuzz.coreChecks() + G3Fuzz.leakChecks()
        if plan.control != nil { return Rule(checks: checks) }
        return Rule(
            checks: checks + G3Fuzz.realChecks(plan),
            milestones: G3Fuzz.milestones(plan.profile),
            contractLengths: [
                ContractLength(
                    gate: .g3, "seconds of fuzz", metric: FuzzMetric.second,
                    samples: Int(FuzzLength.seconds(.full)))
            ])
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        try FuzzAttempt(plan: plan, recorder: recorder).run()
    }
}
