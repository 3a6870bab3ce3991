internal import GateHost
internal import GateKit
internal import WeldContract

/// Takes the samples of G4: real editors with real runtimes, which are killed by phase and at
/// random, stopped and continued (gates.md#g4).
struct G4Procedure: Procedure {
    let name = "runtime-killed"
    let gates: [GateID] = [.g4]
    let controlAttempts = G4Gate.controlAttempts

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        if !controls.isEmpty { return 40 }
        switch profile {
        case .smoke: return 60
        case .ci: return 240
        case .full: return 600
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        if plan.isControl {
            return Rule(checks: G4Gate.checks(trials: 1, stops: 1, restarts: 0))
        }
        return Rule(
            checks: G4Gate.checks(
                trials: DeathSchedule.trials(plan.profile),
                stops: DeathSchedule.sideTrials(plan.profile),
                restarts: RestartTrial.deaths(plan.profile)) + Check.deathCapacity(.g4),
            milestones: G4Gate.milestones(plan.profile),
            contractLengths: [
                ContractLength(
                    gate: .g4, "recoveries", metric: DeathMetric.recover,
                    samples: DeathSchedule.contractTrials)
            ])
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        try G4Attempt(plan: plan, recorder: recorder).run()
    }
}

/// One execution of the runtime-killed procedure: kills by phase and at random, then stops.
struct G4Attempt {
    let plan: AttemptPlan
    let recorder: Recorder
    /// What an editor holds whose first runtime lives.
    private let baseline: EditorRoles
    /// The same where the region has a name.
    private let namedBaseline: EditorRoles

    /// How long an editor may take for what it does in a fraction of that; what did not happen by
    /// then is recorded as having taken that long.
    static let patience: Duration = .seconds(3)

    /// Looks at an editor that nothing happens to, which also warms the machine up.
    init(plan: AttemptPlan, recorder: Recorder) throws {
        try ProcessEnvironment.becomeSubreaper()
        self.plan = plan
        self.recorder = recorder
        recorder.progress("an editor that nothing happens to")
        let start = MonotonicClock.now()
        let run = try EditorRun("base", plan: plan, recorder: recorder)
        // Both come to life side by side.
        let named =
            !plan.isControl
            ? try EditorRun(
                "named", plan: plan, arguments: DeathSetting.byName.arguments, recorder: recorder)
            : nil
        run.events.confirmSabotage(plan, recorder: recorder)
        let roles = try [run, named ?? run].map { run in
            guard run.wait(.editor, .frameRead, within: .seconds(10)) != nil,
                let roles = EditorRoles(of: run.editorPID)
            else { throw run.notReady(since: start) }
            return roles
        }
        (baseline, namedBaseline) = (roles[0], roles[1])
        for run in [run, named].compactMap(\.self) {
            try run.recordEnd(
                DeathMetric.editorEnd, of: "an editor that nothing happens to",
                within: Self.patience)
            recorder.hangs(try run.clear())
            run.removeDirectory()
        }
    }

    /// Makes every trial of the plan.
    func run() throws {
        if plan.isControl { return try performControls() }
        try DeathFloor(recorder: recorder).run()
        let own = OwnDescriptors()
        let kills = DeathSchedule.runtimeKills(plan.profile, seed: plan.seed)
        for (index, kill) in kills.enumerated() {
            if index % 10 == 0 { recorder.progress("kill \(index + 1) of \(kills.count)") }
            try perform(kill, "k\(index)", as: DeathSetting(trial: index))
        }
        recorder.progress("stops, and lives without any, side by side")
        try StopTrials(plan: plan, recorder: recorder).run()
        try UnheardTrial(.editor, plan: plan, recorder: recorder).run()
        try KillSample(.runtime, plan: plan, recorder: recorder).run()
        own.compare(recorder)
    }

    /// A control needs only the trials that its faults show in.
    private func performControls() throws {
        let trials = plan.runtimeTrials
        if trials.contains(.kill) {
            try perform(PlannedKill(phase: .idle, delayNanoseconds: 0), "k0")
        }
        if trials.contains(.killTwice) {
            try perform(PlannedKill(phase: .afterRestart, delayNanoseconds: 0), "k1")
        }
        if !trials.isSubset(of: [.kill, .killTwice]) {
            try StopTrials(plan: plan, recorder: recorder).run()
        }
    }

    /// Makes one trial and leaves nothing of it.
    private func perform(
        _ kill: PlannedKill, _ name: String, as setting: DeathSetting = .plain
    ) throws {
        let trial = try RuntimeKillTrial(
            kill, name, as: setting, plan: plan,
            baseline: setting == .byName ? namedBaseline : baseline, recorder: recorder)
        try trial.run()
        recordLeft(try trial.editor.leftovers(of: "trial \(name)"))
        recorder.strays(of: "trial \(name)")
        trial.editor.removeDirectory()
    }

    private func recordLeft(_ things: [String]) {
        recorder.count(DeathMetric.runtimeLedger, things.count)
        for thing in things { recorder.fact("left", thing) }
    }
}
