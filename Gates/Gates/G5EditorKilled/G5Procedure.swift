internal import GateHost
internal import GateKit
internal import WeldContract

/// Takes the samples of G5: real editors are killed by phase and at random, crash and are ended,
/// and their runtimes are waited for (gates.md#g5).
struct G5Procedure: Procedure {
    let name = "editor-killed"
    let gates: [GateID] = [.g5]
    let controlAttempts = G5Gate.controlAttempts

    func replicates(_ profile: Profile) -> Int { 1 }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        if !controls.isEmpty { return 30 }
        switch profile {
        case .smoke: return 60
        case .ci: return 240
        case .full: return 600
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        if plan.isOutside { return OutsideKill.rule(plan) }
        if plan.isControl {
            return Rule(checks: G5Gate.checks(trials: 1) + G5Gate.sideChecks(0))
        }
        return Rule(
            checks: G5Gate.checks(trials: DeathSchedule.trials(plan.profile))
                + G5Gate.sideChecks(DeathSchedule.sideTrials(plan.profile))
                + Check.deathCapacity(.g5),
            milestones: G5Gate.milestones(plan.profile),
            contractLengths: [
                ContractLength(
                    gate: .g5, "deaths", metric: DeathMetric.left,
                    samples: DeathSchedule.contractTrials)
            ])
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        if plan.isOutside { return try OutsideKill(plan: plan, recorder: recorder).run() }
        try G5Attempt(plan: plan, recorder: recorder).run()
    }
}

/// One execution of the editor-killed procedure: kills by phase and at random, other deaths, and
/// sweeps.
struct G5Attempt {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Makes every trial of the plan; a control needs only one kill.
    func run() throws {
        try ProcessEnvironment.becomeSubreaper()
        if plan.isControl { return try performControls() }
        try DeathFloor(recorder: recorder).run()
        let own = OwnDescriptors()
        let kills = DeathSchedule.editorKills(plan.profile, seed: plan.seed)
        for (index, kill) in kills.enumerated() {
            if index % 10 == 0 { recorder.progress("kill \(index + 1) of \(kills.count)") }
            try perform(
                .phase(kill.phase), delayNanoseconds: kill.delayNanoseconds,
                as: DeathSetting(trial: index), named: "k\(index)")
        }
        recorder.progress("other deaths, and sweeps")
        for index in 0..<DeathSchedule.sideTrials(plan.profile) {
            try perform(.beforeSpawn, named: "s\(index)")
            try perform(.beforeConnect, named: "c\(index)")
            try perform(.blockedWrite, named: "w\(index)")
            try perform(.phase(.idle), .crash, named: "v\(index)")
            try perform(.serving, .terminate, named: "t\(index)")
            try perform(.phase(.idle), .bothKilled, named: "b\(index)")
            try SweepTrial("d\(index)", plan: plan, recorder: recorder).run()
            for ending in SwapTrial.Ending.allCases {
                try SwapTrial(ending, "x\(index)-\(ending)", plan: plan, recorder: recorder).run()
            }
        }
        var threads = ThreadGroup()
        try AccessTrial("a", plan: plan, recorder: recorder).start(&threads)
        let unheard = UnheardTrial(.runtime, plan: plan, recorder: recorder)
        try threads.start("unheard", faults: recorder) {
            for hasUnread in [false, true] { try unheard.run(leavingUnread: hasUnread) }
        }
        let named = NamedMemoryTrial(plan: plan, recorder: recorder)
        try threads.start("named", faults: recorder) { try named.run() }
        let broken = BrokenEditorTrial(plan: plan, recorder: recorder)
        for fault in BrokenEditorTrial.Fault.allCases {
            try threads.start("broken-\(fault)", faults: recorder) { try broken.run(fault) }
        }
        let taken = TakenPathTrial(plan: plan, recorder: recorder)
        try threads.start("taken", faults: recorder) {
            for taker in TakenPathTrial.Taker.allCases { try taken.run(taker) }
        }
        let strange = StrangeListenerTrial(plan: plan, recorder: recorder)
        try threads.start("strange", faults: recorder) {
            for named in StrangeListenerTrial.Named.allCases { try strange.run(named) }
        }
        threads.join()
        try KillSample(.editor, plan: plan, recorder: recorder).run()
        own.compare(recorder)
    }

    /// A control needs only the trials that its faults show in.
    private func performControls() throws {
        guard plan.controls.sabotage(.unlinkAny) else {
            return try perform(.phase(.idle), named: "k0")
        }
        // What sweeps and what is swapped shares attempts.
        try SweepTrial("d0", plan: plan, recorder: recorder).run()
        let isEditors = plan.controls.contains {
            $0.sabotages(.unlinkAny) && $0.subject == .editor
        }
        try SwapTrial(isEditors ? .asked : .killed, "x0", plan: plan, recorder: recorder).run()
    }

    private func perform(
        _ stage: EditorKillTrial.Stage, _ means: EditorKillTrial.Means = .kill,
        delayNanoseconds: UInt64 = 0, as setting: DeathSetting = .plain, named name: String
    ) throws {
        try EditorKillTrial(
            stage, means, delayNanoseconds: delayNanoseconds, as: setting, named: name, plan: plan,
            recorder: recorder
        ).run()
    }
}
