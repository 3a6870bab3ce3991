internal import GateFuzz
internal import GateKit
internal import WeldPlatform
internal import WeldWire

/// Tries scripts on stubs of its own, a new one whenever the last was lost.
final class FuzzLaboratory {
    private let plan: AttemptPlan
    private let role: Role
    private let recorder: Recorder
    private var subject: FuzzSubject?

    /// Prepares trials; what the stubs of trials report is nobody's evidence.
    init(_ plan: AttemptPlan, _ role: Role) {
        var plan = plan
        plan.scratchDirectory += "/l"
        self.plan = plan
        self.role = role
        self.recorder = Recorder { _ in }
    }

    deinit { subject?.kill() }

    /// Reduces a failing script for at most so long; what it expects stays the same, so that one
    /// failure does not turn into another on the way.
    func shrink(_ script: FuzzScript, within limit: Duration) -> FuzzScript {
        let deadline = Deadline.after(limit)
        return Shrinker.shrink(
            script, isOver: { deadline.hasPassed },
            while: { $0.steps.last == script.steps.last && self.fails($0) })
    }

    /// Whether anything about a script comes out otherwise than it should.
    private func fails(_ script: FuzzScript) -> Bool {
        play(script).contains { !$0.isRight }
    }

    /// Plays a script of any number of connections; nothing comes after a stub that was lost.
    func play(_ script: FuzzScript) -> [ConnectionOutcome] {
        var outcomes: [ConnectionOutcome] = []
        var start = 0
        for (index, step) in script.steps.enumerated() {
            guard case .expect = step else { continue }
            guard let subject = living() else { return outcomes }
            let outcome = ConnectionRun.play(script.steps[start...index], on: subject)
            outcomes.append(outcome)
            start = index + 1
            if outcome.ending != .closed {
                subject.kill()
                self.subject = nil
            }
        }
        return outcomes
    }

    private func living() -> FuzzSubject? {
        if subject == nil {
            try? ScratchDirectory.make(plan.scratchDirectory)
            subject = try? FuzzSubject(role, plan: plan, recorder: recorder)
        }
        return subject
    }
}
