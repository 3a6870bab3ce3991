internal import GateKit
internal import GateWire
internal import WeldContract

/// Takes the samples of G3: both real stubs, one after the other, fuzzed over real sockets
/// (gates.md#g3).
struct FuzzProcedure: Procedure {
    let name = "fuzz"
    let gates: [GateID] = [.g3]
    let controlAttempts = G3Gate.controlAttempts

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        if !controls.isEmpty { return 40 }
        let sanitized = Double(SanitizedFuzz.Part.all.count) * FuzzLength.sanitizedSeconds(profile)
        // A sanitized stub may take long to start, to report and to end.
        return 1.25 * (FuzzLength.seconds(profile) + sanitized) + 120
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        if plan.isOutside { return OutsideFuzz.rule(plan) }
        let checks = G3Gate.coreChecks() + G3Gate.leakChecks() + G3Gate.blockedChecks()
        if plan.isControl { return Rule(checks: checks + [G3Gate.pacedCheck(parts: 1)]) }
        return Rule(
            checks: checks + G3Gate.realChecks(plan),
            milestones: G3Gate.milestones(plan.profile),
            contractLengths: [
                ContractLength(
                    gate: .g3, "seconds of fuzz", metric: FuzzMetric.second,
                    samples: Int(FuzzLength.seconds(.full)))
            ])
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        if plan.isOutside { return try OutsideFuzz(plan: plan, recorder: recorder).run() }
        try FuzzAttempt(plan: plan, recorder: recorder).run()
    }
}

/// How long each part of a fuzz attempt lasts, in measured time; fixed before the first sample.
///
/// Both directions share the profile's time (3 s, 60 s, 1 h) evenly. Of each half the error
/// campaign gets 60 %, saturation 25 % and the paced part 15 %. What a control runs is only what
/// its fault needs.
struct FuzzLength {
    /// The stubs that are fuzzed, one after the other.
    var subjects: [Role]
    /// Rounds of every target before anything is compared: what a stub gets once, it has then.
    var warmUpRounds = 3
    /// Seconds of the error campaign, each direction.
    var campaign: Double
    /// Seconds of saturation, each direction.
    var saturation: Double
    /// Seconds of the paced part, each direction.
    var paced: Double
    /// Whether there is a part in which the stub is not read.
    var isBlocked: Bool

    /// Valid frames a second that the paced part demands (gates.md#g3).
    static let demanded = 10_000.0
    /// Valid frames a second in the paced part: a little more than the 10 000 that are asked for,
    /// so that the end of the part does not decide.
    static let pace = 10_200.0

    /// The lengths for a plan.
    init(_ plan: AttemptPlan) {
        if plan.isControl {
            let controls = plan.controls
            subjects = [Role.runtime, .editor].filter { role in
                controls.contains { ($0.subject == .editor) == (role == .editor) }
            }
            func has(_ names: SabotageName...) -> Bool { names.contains(where: controls.sabotage) }
            // What is wrong in every round needs no steady state before it.
            let leaks = has(
                .leakPerError, .leakDescriptorPerError, .leakPagesPerError, .leakThreadPerError,
                .leakMappingPerError, .leakPerConnection)
            if !leaks { warmUpRounds = 1 }
            saturation = has(.dropFrames) ? 0.5 : 0
            paced = has(.echoDelay) ? 0.15 : 0
            isBlocked = has(.unboundedQueue, .dropWhenFull)
            let isElsewhere = saturation > 0 || paced > 0 || isBlocked
            // Only memory needs many errors; any other fault shows in the first rounds.
            campaign = isElsewhere ? 0 : has(.leakPerError, .leakPagesPerError) ? 1 : 0.3
            return
        }
        let half = Self.seconds(plan.profile) / 2
        subjects = [.runtime, .editor]
        campaign = 0.6 * half
        saturation = 0.25 * half
        paced = 0.15 * half
        isBlocked = true
    }

    /// The measured time that a profile asks for, in seconds.
    static func seconds(_ profile: Profile) -> Double {
        switch profile {
        case .smoke: 3
        case .ci: 60
        case .full: 3600
        }
    }

    /// How long each stub is fuzzed that was built with a sanitizer, in seconds.
    static func sanitizedSeconds(_ profile: Profile) -> Double {
        switch profile {
        case .smoke: 1
        case .ci: 15
        case .full: 120
        }
    }

    /// How often each error must have been provoked in each direction.
    static func provocations(_ profile: Profile) -> Int { profile == .smoke ? 5 : 100 }
}
