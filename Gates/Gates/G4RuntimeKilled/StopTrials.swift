internal import GateHost
internal import GateKit
internal import WeldContract

/// Stops and continues either process: the runtime's silence must be noticed, the editor's own must
/// not count (gates.md#g4).
///
/// They take seconds and cost nothing, so all run side by side, each on a thread of its own.
struct StopTrials {
    let plan: AttemptPlan
    let recorder: Recorder

    /// Makes all trials, with the lives and restarts beside them; a control only those that its
    /// faults show in.
    func run() throws {
        let count = plan.isControl ? 1 : DeathSchedule.sideTrials(plan.profile)
        let trials = plan.runtimeTrials
        var random = SeededGenerator(seed: plan.seed &+ 1)
        var threads = ThreadGroup()
        for index in 0..<count {
            // Where between two beats the stop falls; a control is no worse off at any place.
            let delay = plan.isControl ? 0 : UInt64.random(in: 0..<1_000_000_000, using: &random)
            let trial = self
            if trials.contains(.stop) {
                try threads.start("stop-\(index)", faults: recorder) {
                    try trial.stopRuntime("s\(index)", delayNanoseconds: delay)
                }
            }
            if trials.contains(.pause) {
                try threads.start("pause-\(index)", faults: recorder) {
                    try trial.stopEditor("p\(index)", delayNanoseconds: delay)
                }
            }
        }
        try startOthers(&threads, trials, rounds: count)
        threads.join()
    }

    /// Starts what has nothing to do with stops and runs beside them.
    private func startOthers(
        _ threads: inout ThreadGroup, _ trials: Set<RuntimeTrial>, rounds: Int
    ) throws {
        let lives = LifeTrials(plan: plan, recorder: recorder)
        if trials.contains(.idleLife) {
            try threads.start("idle", faults: recorder) { try lives.beIdle() }
        }
        if trials.contains(.busyLife) {
            try threads.start("busy", faults: recorder) { try lives.beBusy() }
        }
        if trials.contains(.restarts) {
            let restarts = RestartTrial(plan: plan, recorder: recorder)
            try threads.start("restarts", faults: recorder) { try restarts.run() }
        }
        guard !plan.isControl else { return }
        let patience = PatienceTrials(plan: plan, recorder: recorder)
        for refusal in PatienceTrials.Refusal.allCases {
            try threads.start("patience-\(refusal)", faults: recorder) {
                try patience.run(refusal)
            }
        }
        for answer in PatienceTrials.Answer.allCases {
            try threads.start("patience-answer", faults: recorder) {
                try patience.runUnanswered(answer)
            }
        }
        let slow = SlowReaderTrials(plan: plan, recorder: recorder)
        for conduct in SlowReaderTrials.Conduct.allCases {
            try threads.start("slow-\(conduct)", faults: recorder) { try slow.run(conduct) }
        }
        try threads.start("slow-runtime", faults: recorder) { try slow.runEditor() }
        try threads.start("held-reader", faults: recorder) {
            try HeldReaderTrial(plan: plan, recorder: recorder).run()
        }
        let wrong = WrongReplyTrial(plan: plan, recorder: recorder)
        for reply in WrongReplyTrial.Reply.allCases {
            try threads.start("wrong-\(reply)", faults: recorder) { try wrong.run(reply) }
        }
        try threads.start("unheard-connection", faults: recorder) {
            try BacklogTrial(plan: plan, recorder: recorder).run()
        }
        try threads.start("stranger", faults: recorder) {
            try StrangerTrial(plan: plan, recorder: recorder).run()
        }
        try threads.start("pace", faults: recorder) {
            try PaceTrial(plan: plan, recorder: recorder).run()
        }
        try threads.start("wrapped", faults: recorder) {
            try WrappedRuntimeTrial(plan: plan, recorder: recorder).run()
        }
        for subject in SubjectRole.allCases {
            try threads.start("late-\(subject)", faults: recorder) {
                try LateThreadsTrial(plan: plan, recorder: recorder).run(subject)
            }
        }
        try threads.start("watched", faults: recorder) {
            try WatchTrial(plan: plan, recorder: recorder).run()
        }
        let readings = ReadingTrials(plan: plan, recorder: recorder)
        try threads.start("readings", faults: recorder) { try readings.run(rounds: rounds) }
        try startRareOnes(&threads)
    }

    /// Starts what no healthy pair of the other trials meets: stops of an editor that waits, guests who
    /// say nothing, a system without room, a region that was spoilt, events that nobody reads.
    private func startRareOnes(_ threads: inout ThreadGroup) throws {
        let paused = PausedEditorTrials(plan: plan, recorder: recorder)
        for wait in PausedEditorTrials.Wait.allCases {
            try threads.start("paused-\(wait)", faults: recorder) { try paused.run(wait) }
        }
        // One after the other, and long before the stops are over: so many pairs that begin at once
        // would be a burst of their own.
        let trial = self
        try threads.start("guests", faults: recorder) { try trial.meetGuests() }
        try threads.start("heirs", faults: recorder) { try trial.meetLegacies() }
    }

    private func meetGuests() throws {
        try SilentGuestTrial(plan: plan, recorder: recorder).run()
        try ExhaustionTrials(plan: plan, recorder: recorder).serveByReserve()
        for kind in FullChannel.Kind.allCases {
            let full = FullEventsTrial(kind, plan: plan, recorder: recorder)
            for role in SubjectRole.allCases { try full.run(role) }
        }
    }

    private func meetLegacies() throws {
        try InheritedRegionTrial(plan: plan, recorder: recorder).run()
        for isMended in [true, false] {
            try ExhaustionTrials(plan: plan, recorder: recorder).refuseStart(isMended: isMended)
        }
    }

    /// How long a stopped runtime may go unnoticed: clearly longer than the 3.5 s that are allowed.
    private static let patience: Duration = .seconds(5)

    /// Few pictures: twenty pairs may run at once, and none is here to be looked at.
    private func editor(_ name: String) throws -> EditorRun {
        let start = MonotonicClock.now()
        let run = try EditorRun(
            name, plan: plan,
            arguments: ["--size", "320x180", "--runtime-arg", "--hz", "--runtime-arg", "10"],
            recorder: recorder)
        guard run.wait(.editor, .heartbeatAcked, within: .seconds(10)) != nil else {
            throw run.notReady(since: start)
        }
        return run
    }

    // MARK: - The runtime

    private func stopRuntime(_ name: String, delayNanoseconds: UInt64) throws {
        let run = try editor(name)
        run.events.confirmSabotage(plan, recorder: recorder)
        Pause.wait(until: Deadline(nanoseconds: MonotonicClock.now() + delayNanoseconds))
        guard let runtime = run.runtimePIDs.first else {
            throw SubjectFailure(.misbehaviour, "trial \(name): the editor names no runtime")
        }
        let handle = try ReportedProcess.open(runtime)
        try handle.kill(Signals.stop)
        let missed = run.wait(.editor, .heartbeatMissed, within: Self.patience)
        let silence = Silence(run.events.events, missedAt: missed?.time)
        let now = MonotonicClock.now()
        recorder.samples(
            DeathMetric.silence, [Double(silence.nanoseconds(atLatest: now))], unit: .nanoseconds,
            span: silence.span(atLatest: now))
        let isReplaced = missed != nil && run.wait(.editor, .restarted, within: .seconds(3)) != nil
        if missed != nil, !isReplaced {
            recorder.violation(
                .hang, "trial \(name): the silent runtime was not replaced within 3 s",
                span: .since(now))
        }
        try handle.kill(Signals.continue)
        try end(run, name, isServing: isReplaced || missed == nil)
    }

    // MARK: - The editor

    private func stopEditor(_ name: String, delayNanoseconds: UInt64) throws {
        let run = try editor(name)
        Pause.wait(until: Deadline(nanoseconds: MonotonicClock.now() + delayNanoseconds))
        run.signalEditor(Signals.stop)
        Pause.wait(plan.profile == .smoke ? .seconds(4) : .seconds(10))
        let continued = run.signalEditor(Signals.continue)
        // An ack that answers a beat of afterwards: whatever the pause would lead to has happened.
        let acks = run.events.wait(until: .after(.seconds(5))) {
            $0.kind == .heartbeatAcked && $0.time > continued + 1_000_000_000
        }
        if acks == nil {
            recorder.violation(
                .hang, "trial \(name): no heartbeat was answered within 5 s of the pause",
                span: .since(continued))
        } else {
            recorder.trial(DeathMetric.pause, holds: OwnPause(run.events.events).isForgiven)
        }
        try end(run, name, isServing: acks != nil)
    }

    // MARK: - The end

    /// Ends a pair; only an editor that serves its runtime ends by the contract.
    private func end(_ run: EditorRun, _ name: String, isServing: Bool) throws {
        if isServing {
            try run.recordEnd(
                DeathMetric.editorEnd, of: "trial \(name)", within: .seconds(5))
        } else {
            run.signalEditor(Signals.terminate)
            let status = try run.waitForEditor(within: .seconds(5))
            recorder.fact("end of trial \(name)", "\(status)")
        }
        try run.recordLeft(by: "trial \(name)")
    }
}

/// How long a stopped runtime was silent before its editor minded.
///
/// Pure: from the last ack that the editor received to its `heartbeat-missed`.
struct Silence: Equatable {
    private let lastAck: UInt64
    private let missedAt: UInt64?

    init(_ events: [EventRecord], missedAt: UInt64?) {
        self.missedAt = missedAt
        lastAck =
            events.last {
                $0.kind == .heartbeatAcked && $0.time < missedAt ?? .max
            }?.time ?? 0
    }

    /// The silence; one that was never minded lasted until `now` at least.
    ///
    /// It is never exactly zero, which would be taken for a clock of the judge's that is too coarse
    /// (gates.md#rule-2).
    func nanoseconds(atLatest now: UInt64) -> UInt64 { max(1, (missedAt ?? now).minus(lastAck)) }

    /// The time that the silence took, and in which alone a host can have prolonged it.
    func span(atLatest now: UInt64) -> TimeSpan {
        let end = missedAt ?? now
        return TimeSpan(start: min(lastAck, end), end: end)
    }
}

/// What an editor made of having been stopped itself.
struct OwnPause: Equatable {
    /// Whether it saw that it had been stopped, and left its runtime alone.
    let isForgiven: Bool

    init(_ events: [EventRecord]) {
        let own = events.filter { $0.role == .editor }.compactMap(\.kind)
        let blame: Set<EventName> = [.heartbeatMissed, .peerGone, .reaped, .restarting, .forced]
        isForgiven = own.contains(.paused) && !own.contains(where: blame.contains)
    }
}
