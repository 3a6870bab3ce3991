import Foundation
import GateHost
import GateKit

/// One attempt from its directories to its judgement.
struct AttemptExecution: Sendable {
    let configuration: RunConfiguration
    let journal: any RunJournal
    let interruption: Interruption
    let tell: @Sendable (RunEvent) -> Void
    let run: Int64
    let number: Int
    let directory: RunDirectory
    /// The programs, which must stay what they were.
    let binaries: BinaryWatch
    /// The healthy attempts so far, which a control is compared with.
    let twins: Twins
    /// How the host is watched.
    let pulse: PulseCalibration?
    /// What is left of the room for artefacts.
    let budget: ArtefactBudget

    /// What came of it.
    struct Made: Sendable {
        var ending: AttemptEnding
        var judgements: [AttemptJudgement]
        var controls: [ControlResult]
        var faults: [HarnessFault.Kind]
    }

    /// Makes the attempt, stores what it reports and what the harness saw, and judges the store.
    func perform(_ entry: RunPlan.Entry) async throws(JournalError) -> Made {
        var entry = entry
        entry.rule.noise?.pulse = pulse?.rule
        var plan = entry.plan
        let places: RunDirectory.Places
        do {
            places = try directory.places(forAttempt: number)
        } catch {
            return try await withoutPlaces(plan, entry.rule, "\(error)")
        }
        defer { directory.remove(places) }
        plan.scratchDirectory = places.scratch
        let id = try journal.beginAttempt(
            run: run, plan: plan, rule: entry.rule, startedAt: WallClock.milliseconds())
        let ledger = AttemptLedger(
            places, sharedMemoryPrefix: configuration.sharedMemoryPrefix)
        var ending = AttemptEnding.interrupted
        let before = ControlGroups.Exhaustion.now()
        do {
            let interference = InterferenceWatch(pulse)
            let processes = AttemptProcesses()
            let result = try await process(places, interference, processes).run(
                plan, report: reporting(id, places, interference, processes))
            let windows = interference.finish()
            if let failure = result.storeFailure { throw failure }
            ending = result.ending
            let left = ledger.clear(of: processes.all, attempt: processes.own)
            // What a person broke off had no chance to clean up.
            try journal.append(
                windows + remarks(result) + (ending == .interrupted ? [] : left)
                    + exhaustion(since: before)
                    + [binaries.fault()].compactMap(\.self).map { .fault($0) }, attempt: id)
        } catch let failure as JournalError {
            throw failure
        } catch {
            let fault = HarnessFault(
                "the attempt could not be started", error, isLimit: error.isLimit)
            try journal.append([.fault(fault)] + exhaustion(since: before), attempt: id)
        }
        return try conclude(id, plan, entry.rule, ending)
    }

    private func conclude(
        _ id: Int64, _ plan: AttemptPlan, _ rule: Rule, _ ending: AttemptEnding
    ) throws(JournalError) -> Made {
        try journal.finishAttempt(
            id, ending: ending, finishedAt: WallClock.milliseconds())
        let judged = try journal.judge(attempt: id)
        return Made(
            ending: ending, judgements: judged.judgements,
            controls: plan.judgeControls(judged.judgements, edition: rule.edition, twins: twins),
            faults: judged.faults.map(\.kind))
    }

    private func withoutPlaces(
        _ plan: AttemptPlan, _ rule: Rule, _ text: String
    ) async throws(JournalError) -> Made {
        let id = try journal.beginAttempt(
            run: run, plan: plan, rule: rule, startedAt: WallClock.milliseconds())
        try journal.append([.fault(HarnessFault(.precondition, text))], attempt: id)
        return try conclude(id, plan, rule, .interrupted)
    }

    private func process(
        _ places: RunDirectory.Places, _ interference: InterferenceWatch,
        _ processes: AttemptProcesses
    ) -> AttemptProcess {
        AttemptProcess(
            executable: configuration.attemptCommand.first ?? "",
            arguments: Array(configuration.attemptCommand.dropFirst()),
            environment: [
                "HOME": places.scratch, "TMPDIR": places.scratch,
                "XDG_RUNTIME_DIR": places.runtime,
            ],
            limits: configuration.limits, interruption: interruption,
            started: {
                interference.start(attempt: $0)
                processes.begin($0)
            })
    }

    private func reporting(
        _ id: Int64, _ places: RunDirectory.Places, _ interference: InterferenceWatch,
        _ processes: AttemptProcesses
    ) -> AttemptReporting {
        let keeper = ArtefactKeeper(
            directory: "\(configuration.artefactDirectory)/run-\(run)/attempt-\(id)",
            scratch: places.scratch, limit: configuration.limits.artefactBytes,
            budget: budget)
        return AttemptReporting(
            heard: { message in
                switch message {
                case .progress(let text): tell(.progress(text))
                case .process(let pid): processes.add(pid)
                case .event(let event): processes.add(event.pid)
                default: break
                }
                return keeper.keep(message)
            },
            heardError: { tell(.errorOutput(Array($0))) },
            append: { evidence in
                Result { () throws(JournalError) in
                    try journal.append(interference.drain() + evidence, attempt: id)
                }
            },
            keepEvidence: { keeper.keepEvidence($0) })
    }

    /// Returns which limits of the machine were reached meanwhile.
    private func exhaustion(since before: ControlGroups.Exhaustion) -> [StoredEvidence] {
        guard let sentence = ControlGroups.Exhaustion.now().sentence(since: before) else {
            return []
        }
        let next = "raise the limit, end what else runs under it, and see weld-gates doctor"
        return [.fault(HarnessFault(.limit, "\(sentence) while the attempt ran; \(next)"))]
    }

    /// Returns what the harness itself has to say about how the attempt went.
    private func remarks(_ result: AttemptWatchResult) -> [StoredEvidence] {
        var remarks: [StoredEvidence] = []
        if let reason = result.killReason {
            remarks.append(.fact(Fact("ended because", reason.sentence)))
            if !result.killedAlong.isEmpty {
                let names = result.killedAlong.joined(separator: ", ")
                remarks.append(.fact(Fact("killed along", names)))
            }
            if case .tooMuchOutput = reason {
                remarks.append(.fault(HarnessFault(.harness, reason.sentence)))
            }
        }
        remarks += result.strays.map {
            .violation(Violation(.stray, "\($0) survived the attempt and was killed"))
        }
        let clean = result.ending == .exited(code: 0) && remarks.isEmpty
        if !clean, let tail = result.errorTail {
            remarks.append(.fact(Fact("standard error", tail)))
        }
        return remarks
    }
}
