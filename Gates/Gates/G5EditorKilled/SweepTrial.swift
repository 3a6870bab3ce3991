internal import GateHost
internal import GateKit
internal import WeldContract

/// One start of an editor in a directory of dead editors' things and of decoys (gates.md#g5).
struct SweepTrial {
    private let name: String
    private let plan: AttemptPlan
    private let recorder: Recorder
    private let directory: String

    init(_ name: String, plan: AttemptPlan, recorder: Recorder) {
        self.name = name
        self.plan = plan
        self.recorder = recorder
        directory = "\(plan.scratchDirectory)/\(name)/weld"
    }

    /// What is laid wherever it can be.
    static let certainDecoys = 29

    /// Starts a living editor, lays the decoys, starts another editor and looks what is left.
    func run() throws {
        let start = MonotonicClock.now()
        let living = try EditorRun(name, plan: plan, recorder: recorder)
        guard living.wait(.editor, .listening, within: .seconds(10)) != nil,
            let livingPath = living.socketPath
        else { throw living.notReady(since: start) }
        // Who looks whether it lives must not be taken for its runtime.
        guard living.wait(.editor, .roundChecked, within: .seconds(10)) != nil else {
            throw living.notReady(since: start)
        }
        living.events.confirmSabotage(plan, recorder: recorder)
        var decoys = SweepDecoys(in: directory, beside: "\(plan.scratchDirectory)/\(name)")
        defer { decoys.removeNames() }
        try decoys.layFiles(living: livingPath)
        try decoys.layNames()
        if !(try decoys.layAnotherUsers()) {
            recorder.fact("another user's file", "not laid: only the superuser can make one")
        }
        let restart = MonotonicClock.now()
        let sweeping = try EditorRun(name, plan: plan, recorder: recorder)
        guard sweeping.wait(.editor, .listening, within: .seconds(10)) != nil else {
            throw sweeping.notReady(since: restart)
        }
        for decoy in decoys.all {
            let isGone = (try DescriptorFacts.at(decoy.path)) == nil
            recorder.trial(DeathMetric.sweep, holds: isGone == decoy.isSwept)
            recorder.count(DeathMetric.editorPhasePrefix + "decoy")
            if isGone != decoy.isSwept {
                recorder.fact("sweep \(name)", "\(decoy.what) \(isGone ? "went" : "stayed")")
            }
        }
        let passedOver = try decoys.crowd.filter { try DescriptorFacts.at($0) != nil }
        recorder.trial(DeathMetric.sweep, holds: passedOver.isEmpty)
        if !passedOver.isEmpty {
            recorder.fact("sweep \(name)", "\(passedOver.count) names of one dead pid stayed")
        }
        for run in [sweeping, living] { try end(run) }
        living.removeDirectory()
    }

    private func end(_ run: EditorRun) throws {
        // Asked earlier, it would have to end its runtime by force.
        let start = MonotonicClock.now()
        let isServed = run.wait(.editor, .roundChecked, within: .seconds(5)) != nil
        run.signalEditor(Signals.terminate)
        let status = try run.waitForEditor(within: .seconds(5))
        let served = MonotonicClock.now()
        let unended = try run.clear()
        guard isServed, status != .running else {
            let what = isServed ? "end" : "get its runtime's replies"
            return recorder.violation(
                .hang, "sweep \(name): an editor did not \(what) within 5 s",
                span: TimeSpan(start: start, end: served))
        }
        recorder.hangs(unended, of: "sweep \(name)")
        recorder.trial(DeathMetric.left, holds: status == .exited(.clean))
        if status != .exited(.clean) { recorder.fact("editor of sweep \(name)", "\(status)") }
    }
}
