internal import GateKit
internal import GateLedger
internal import WeldPlatform

/// One execution of the editor-killed procedure: kills by phase and at random, other deaths, and
/// sweeps.
struct EditorKilledAttempt {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Makes every trial of the plan; a control needs only one kill.
    func run() throws {
        try ProcessEnvironment.becomeSubreaper()
        if plan.control != nil { return try perform(.phase(.idle), named: "k0") }
        let own = descriptors
        let kills = DeathSchedule.editorKills(plan.profile, seed: plan.seed)
        for (index, kill) in kills.enumerated() {
            if index % 10 == 0 { recorder.progress("kill \(index + 1) of \(kills.count)") }
            try perform(
                .phase(kill.phase), delayNanoseconds: kill.delayNanoseconds, named: "k\(index)")
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
        }
        var difference = LedgerDifference()
        difference.compare(own, descriptors)
        recorder.trial(DeathMetric.left, holds: difference.isEmpty)
        if !difference.isEmpty { recorder.fact("the attempt itself", difference.sentence) }
    }

    private var descriptors: [String] { Ledger.ownDescriptors().map(\.identity.description) }

    private func perform(
        _ stage: EditorKillTrial.Stage, _ means: EditorKillTrial.Means = .kill,
        delayNanoseconds: UInt64 = 0, named name: String
    ) throws {
        try EditorKillTrial(
            stage, means, delayNanoseconds: delayNanoseconds, named: name, plan: plan,
            recorder: recorder
        ).run()
    }
}
