import GateHost
import GateKit

/// Makes the attempts of a run one after the other, stores everything and judges what is stored.
///
/// It owns the truth of the run: signals, cancellation, the order of things. Who shows it
/// subscribes to its events.
public struct RunDispatcher: Sendable {
    let configuration: RunConfiguration
    let journal: any RunJournal
    let interruption: Interruption
    let tell: @Sendable (RunEvent) -> Void

    /// Creates a dispatcher; `tell` is called from several threads, one at a time.
    public init(
        _ configuration: RunConfiguration, journal: any RunJournal, interruption: Interruption,
        tell: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.configuration = configuration
        self.journal = journal
        self.interruption = interruption
        self.tell = tell
    }

    /// Performs the run; throws only where it cannot be written down.
    public func run() async throws(JournalError) -> RunOutcome {
        let plan = RunPlan(configuration)
        let clock = ClockCheck.measure()
        let pulse = plan.entries.isEmpty ? nil : PulseCalibration.ofThisMachine
        let executable = configuration.attemptCommand.first ?? ""
        let binaries = BinaryWatch(configuration)
        let facts = HostDescription.facts(
            configuration, executable: executable, binaries: binaries)
        let record = RunRecord(
            startedAt: WallClock.milliseconds(), profile: configuration.profile,
            seed: configuration.seed, platform: configuration.platform,
            hostClass: configuration.hostClass,
            gates: configuration.selected.map(\.id),
            provenance: facts + [clock.fact] + [pulse?.fact].compactMap(\.self),
            declarations: plan.declarations)
        let id = try journal.beginRun(record)
        tell(.began(run: id, attempts: plan.entries.count))
        var progress = RunProgress()
        let faults = preconditionFaults(plan, clock)
        if faults.isEmpty {
            try await perform(plan, run: id, pulse, binaries, &progress)
        } else {
            for fault in faults { tell(.note(fault.text)) }
        }
        let outcome = try conclude(id, plan, progress, faults, refusal: record.refusal)
        tell(.ended(outcome))
        return outcome
    }

    // MARK: - Before

    private func preconditionFaults(_ plan: RunPlan, _ clock: ClockCheck) -> [HarnessFault] {
        guard !plan.entries.isEmpty else { return [] }
        let tightest = plan.entries.compactMap(\.rule.tightestTime).min()
        var faults = [clock.fault(tightestThreshold: tightest)].compactMap(\.self)
        faults += Preconditions.faults(configuration.subjects)
        do {
            try ProcessEnvironment.becomeSubreaper()
        } catch {
            faults.append(HarnessFault(.precondition, "\(error)"))
        }
        return faults
    }

    // MARK: - During

    private func perform(
        _ plan: RunPlan, run: Int64, _ pulse: PulseCalibration?, _ binaries: BinaryWatch,
        _ progress: inout RunProgress
    ) async throws(JournalError) {
        let directory: RunDirectory
        do {
            // Both places that a run's directory can stand in.
            for temporary in Set([configuration.temporaryDirectory, "/tmp"]).sorted() {
                for path in RunDirectory.sweep(temporary) {
                    tell(.note("removed \(path), left by a run that died"))
                }
            }
            directory = try RunDirectory(
                under: configuration.temporaryDirectory,
                keeperCommand: configuration.keeperCommand)
        } catch {
            let text = "\(error); set TMPDIR to a folder of yours"
            progress.faults.append(HarnessFault(.precondition, text))
            tell(.note(text))
            return
        }
        defer { directory.remove() }
        let budget = ArtefactBudget(configuration.limits.runArtefactBytes)
        var entries = plan.entries
        var index = 0
        while index < entries.count, !interruption.isRequested {
            let entry = entries[index]
            index += 1
            tell(.attemptBegan(index: index, of: entries.count, plan: entry.plan))
            let execution = AttemptExecution(
                configuration: configuration, journal: journal, interruption: interruption,
                tell: tell, run: run, number: index, directory: directory, binaries: binaries,
                twins: progress.twins, pulse: pulse, budget: budget)
            let made = try await execution.perform(entry)
            progress.add(made, entry.plan)
            tell(
                .attemptEnded(
                    plan: entry.plan, ending: made.ending, judgements: made.judgements,
                    controls: made.controls))
            if let fault = binaries.fault() {
                // What comes now would be the figures of another program.
                progress.faults.append(fault)
                tell(.note(fault.text))
                break
            }
            if index == plan.entries.count { entries += confirmations(plan, progress) }
        }
        progress.wasInterrupted = interruption.isRequested
    }

    /// The further replicates, declared before the run, of what came out NO-GO in one attempt alone
    /// and by timing checks alone.
    private func confirmations(_ plan: RunPlan, _ progress: RunProgress) -> [RunPlan.Entry] {
        let gates = plan.declarations.filter { $0.isUnconfirmed(progress.judgements) }.map(\.gate)
        guard !gates.isEmpty else { return [] }
        let names = gates.map(\.rawValue).joined(separator: ", ")
        tell(.note("\(names): NO-GO in one attempt, by its times alone; tried once more"))
        return plan.confirmations(of: gates, configuration)
    }

    // MARK: - After

    private func conclude(
        _ id: Int64, _ plan: RunPlan, _ progress: RunProgress, _ faults: [HarnessFault],
        refusal: [RefusalGround]
    ) throws(JournalError) -> RunOutcome {
        let faults = faults + progress.faults
        let evidence = RunEvidence(
            judgements: progress.judgements, controls: progress.controls,
            rules: plan.entries.filter { !$0.plan.isControl }.map(\.rule),
            sampleCounts: try journal.sampleCounts(run: id), faults: faults,
            wasInterrupted: progress.wasInterrupted, refusal: refusal)
        let results = plan.declarations.map { $0.judge(evidence) }
        let state: RunRecord.State = progress.wasInterrupted ? .interrupted : .finished
        try journal.finishRun(
            id, state: state, finishedAt: WallClock.milliseconds(), results: results,
            controls: progress.controls, faults: faults)
        return RunOutcome(
            run: id, state: state, results: results, controls: progress.controls,
            faults: faults.map(\.kind) + progress.faultKinds)
    }
}

/// What a run has so far.
struct RunProgress: Sendable {
    /// Judgements of real attempts.
    var judgements: [AttemptJudgement] = []
    /// Results of controls.
    var controls: [ControlResult] = []
    /// The healthy attempts that controls are compared with.
    var twins = Twins()
    /// Faults that belong to no attempt.
    var faults: [HarnessFault] = []
    /// The kinds of faults of attempts that came out ERROR.
    var faultKinds: [HarnessFault.Kind] = []
    /// Whether its user ended the run.
    var wasInterrupted = false

    /// Adds an attempt that was made.
    mutating func add(_ made: AttemptExecution.Made, _ plan: AttemptPlan) {
        controls += made.controls
        if !plan.isControl {
            judgements += made.judgements
            twins.add(made.judgements, of: plan.procedure)
        }
        guard made.judgements.contains(where: { $0.verdict == .error }) else { return }
        // An attempt that died without a word is a bug of the judge's.
        faultKinds += made.faults.isEmpty ? [.harness] : made.faults
    }
}
