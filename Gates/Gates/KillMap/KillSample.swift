internal import GateHost
internal import GateKit
internal import WeldContract

/// Kills at system calls as further trials of G4 and G5 (gates.md#kill-map): the same questions,
/// asked where no hold can stop a stub.
///
/// Nothing is tried again here: what comes late is judged beside all other trials, with the time
/// that the host took.
struct KillSample {
    /// How many kills a full attempt makes.
    static let points = 40

    private let subject: SubjectRole
    private let plan: AttemptPlan
    private let recorder: Recorder

    /// - Parameter subject: Which stub is killed.
    init(_ subject: SubjectRole, plan: AttemptPlan, recorder: Recorder) {
        self.subject = subject
        self.plan = plan
        self.recorder = recorder
    }

    /// Makes the kills of a full attempt, and none of any other.
    func run() throws {
        guard plan.profile == .full, !plan.isControl else { return }
        recorder.progress("kills at system calls")
        let start = MonotonicClock.now()
        var mapper = KillMapper(plan)
        do throws(KillMapper.Refusal) {
            let points = KillSelection.points(try mapper.count([subject]), budget: Self.points)
            for point in points { record(point, try mapper.see(point)) }
        } catch {
            switch error {
            // A machine without ptrace has every other trial.
            case .noTracing: recorder.fact("kills at system calls", error.description)
            case .noLife: recorder.violation(.hang, error.description, span: .since(start))
            case .judge: throw error
            }
        }
    }

    private func record(_ point: KillPoint, _ seen: KillTrial.Seen) {
        guard let kill = seen.kill else {
            return recorder.fact("missed", point.description)
        }
        let aftermath = seen.aftermath
        let judgement = aftermath.judgement
        let late = TimeSpan(start: kill.time, end: max(kill.time, MonotonicClock.now()))
        for delay in aftermath.delays { record(delay, since: kill.time) }
        let ends = subject == .runtime ? DeathMetric.editorEnd : DeathMetric.status
        if aftermath.next.status != .running {
            recorder.trial(ends, holds: aftermath.next.status == .exited(.clean))
        }
        for survivor in aftermath.survivors where survivor.status != .running {
            recorder.trial(ends, holds: survivor.status == survivor.documented)
            if subject == .editor {
                recorder.latency(
                    DeathMetric.end, Self.kind, nanoseconds: survivor.nanoseconds, since: kill.time)
            }
        }
        recorder.count(
            subject == .runtime ? DeathMetric.runtimeLedger : DeathMetric.left,
            judgement.left.count)
        for breach in aftermath.breaches { recorder.record(.violation(breach)) }
        let own = Set(aftermath.breaches.map(\.text))
        for complaint in aftermath.complaints where !own.contains(complaint) {
            recorder.fault(.harness, "\(point): \(complaint)")
        }
        if judgement.isHang {
            recorder.violation(
                .hang, "\(point): \(judgement.deviations.joined(separator: "; "))", span: late)
        } else if judgement.outcome == .deviated {
            recorder.fact("\(point)", judgement.deviations.joined(separator: "; "))
        }
    }

    private func record(_ delay: KillAftermath.Delay, since time: UInt64) {
        guard let nanoseconds = delay.nanoseconds else { return }
        recorder.latency(delay.metric, Self.kind, nanoseconds: nanoseconds, since: time)
    }

    /// The name of these trials in series.
    private static let kind = "system-call"
}
