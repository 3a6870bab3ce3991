internal import Foundation
internal import GateHost
internal import GateKit
internal import WeldContract

internal import struct GateHost.DescriptorEntry
internal import enum GateHost.Ledger

/// Takes the samples of G7: the real editor drives its handles lab against the real runtime, and
/// the attempt watches, lowers a limit and kills (gates.md#g7).
struct G7Procedure: Procedure {
    let name = "descriptor-passing"
    let gates: [GateID] = [.g7]
    let controlAttempts = G7Gate.controlAttempts

    func replicates(_ profile: Profile) -> Int {
        switch profile {
        case .smoke: 1
        case .ci: 3
        case .full: 5
        }
    }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double { 60 }

    func rule(_ plan: AttemptPlan) -> Rule {
        let checks = G7Gate.checks + [G7Gate.killedSenderCheck]
        return Rule(checks: checks, milestones: plan.isControl ? [] : G7Gate.milestones)
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        try G7Attempt(plan: plan, recorder: recorder).run()
    }
}

/// One execution of the descriptor-passing procedure: the lab once with a lowered limit, and once
/// with its editor killed right after the last send.
struct G7Attempt {
    let plan: AttemptPlan
    let recorder: Recorder

    /// How long the lab may take to reach a point; it needs a fraction of a second.
    private static let patience: Duration = .seconds(15)

    /// Makes every pass; a control makes the one that can show its fault.
    func run() throws {
        try ProcessEnvironment.becomeSubreaper()
        let passes = plan.isControl ? [Pass(of: plan.controls)] : Pass.allCases
        for pass in passes {
            recorder.progress(pass.rawValue)
            switch pass {
            case .nearLimit: try passNearLimit()
            case .killedSender: try passKilledSender()
            case .ownLab: try OwnLab(plan, recorder: recorder).run()
            case .ownRegion: try OwnRegion(plan, recorder: recorder).run()
            case .badRegion: try BadHandover(plan, recorder: recorder).run()
            case .regions: try RepeatedHandover(plan, recorder: recorder).run()
            }
        }
    }

    /// The passes of an attempt, in their order.
    enum Pass: String, CaseIterable {
        case nearLimit = "handles lab, the runtime near its descriptor limit"
        case killedSender = "handles lab, the editor killed after a send"
        case ownLab = "handles lab of the judge's own"
        case ownRegion = "the region, handed over to the judge"
        case badRegion = "regions that must be refused"
        case regions = "one region after the other"

        /// The pass in which the faults of some controls show.
        init(of controls: [Control]) {
            if controls.sabotage(.descriptorNeedsSender) {
                self = .killedSender
            } else if controls.sabotage(.descriptorNonBlocking) {
                self = .ownLab
            } else if controls.sabotage(.unsealedRegion) {
                self = .ownRegion
            } else if controls.sabotage(.regionExitZero) {
                self = .badRegion
            } else {
                self = .nearLimit
            }
        }
    }

    // MARK: - The passes

    /// The whole script, held before the step that needs a runtime near its limit.
    private func passNearLimit() throws {
        let lab = try LabRun(holdingAt: .labBeforeLimit, plan: plan, recorder: recorder)
        defer { lab.events.clock.record(to: recorder) }
        lab.events.confirmSabotage(plan, recorder: recorder)
        let start = MonotonicClock.now()
        let isHeld = lab.waitForHold(Self.patience)
        if isHeld, let runtime = lab.runtimePID {
            recordIdentity(of: runtime, sent: lab.events.events)
            for pid in [lab.editorPID, runtime] {
                recorder.inheritance(
                    of: pid, DescriptorMetric.inherited, events: lab.events)
            }
            try lowerLimit(of: runtime)
            lab.release()
        }
        let isDone = lab.events.wait(until: .after(Self.patience), named: .labDone) != nil
        if !isHeld || !isDone {
            recorder.violation(
                .hang, "the handles lab did not come to its end", span: .since(start))
            lab.kill()
        }
        try lab.expectCleanExit()
        record(lab, limitWasLowered: isHeld)
    }

    /// The whole script once more; the runtime is stopped before the last send and goes on after
    /// its editor is dead, so that what it writes to has outlived the sender for certain.
    private func passKilledSender() throws {
        let lab = try LabRun(holdingAt: .labBeforeLast, plan: plan, recorder: recorder)
        defer { lab.events.clock.record(to: recorder) }
        lab.events.confirmSabotage(plan, recorder: recorder)
        let start = MonotonicClock.now()
        guard lab.waitForHold(Self.patience), let runtime = lab.runtimePID else {
            recorder.violation(
                .hang, "the handles lab did not come to its last step", span: .since(start))
            lab.kill()
            return
        }
        var orphan = try ReportedProcess.open(runtime)
        try stop(orphan)
        let before = lab.events.events.count
        lab.release()
        let isSent =
            lab.events.wait(until: .after(Self.patience), after: before, named: .labSent) != nil
        lab.kill()
        try lab.waitForEnd()
        try orphan.kill(Signals.continue)
        let continued = MonotonicClock.now()
        let status = try orphan.wait(until: .after(.seconds(5)))
        lab.events.drain()
        if status == .running {
            recorder.violation(
                .hang, "the runtime (pid \(runtime)) outlived its editor by 5 s",
                span: .since(continued))
        } else if status != .exited(.clean) {
            recorder.violation(
                .misbehaviour, "the runtime (pid \(runtime)) ended as \(status) after its editor")
        }
        if isSent { recordSurvivingCopy(lab) }
        record(lab, limitWasLowered: false)
    }

    /// Stops a process and waits until it has; the system tells nobody but its parent.
    private func stop(_ process: borrowing ChildProcess) throws(SystemError) {
        try process.kill(Signals.stop)
        let deadline = Deadline.after(.seconds(5))
        while !Ledger.isStopped(process.pid) {
            guard !deadline.hasPassed else {
                recorder.fault(.harness, "process \(process.pid) did not stop within 5 s")
                return
            }
            _ = try Poll.wait(
                process.pidDescriptor.rawValue, for: .readable, until: .after(.milliseconds(1)))
        }
    }

    // MARK: - The evidence

    private func record(_ lab: LabRun, limitWasLowered: Bool) {
        let transcript = LabTranscript(lab.events.events)
        let trials = transcript.trials(limitWasLowered: limitWasLowered)
        for (metric, group) in Dictionary(grouping: trials, by: \.metric).sorted(by: {
            $0.key < $1.key
        }) {
            // What ran out of time stands alone, with its wait.
            let timed = group.filter { !$0.holds && $0.span != nil }
            for trial in timed { recorder.trial(metric, holds: false, span: trial.span) }
            let rest = group.filter { $0.holds || $0.span == nil }
            recorder.samples(metric, rest.map { $0.holds ? 0 : 1 }, unit: .count)
        }
        for (metric, count) in transcript.coverage().sorted(by: { $0.key < $1.key }) {
            recorder.count(metric, count)
        }
    }

    /// Looks whether anything that was sent so far is still open in the runtime.
    ///
    /// An eventfd has no identity of its own: all share one inode. The runtime has a second from
    /// the last send, which has passed where the lab itself has waited for what is kept.
    private func recordIdentity(of runtime: Int32, sent records: [EventRecord]) {
        var start = MonotonicClock.now()
        var sent: Set<ObjectIdentity> = []
        for record in records {
            guard case .lab(.sent(_, _, _, let kind, let device, let inode)) = record.event,
                kind != LabKind.eventfd.rawValue
            else { continue }
            start = min(MonotonicClock.now(), record.time)
            sent.insert(ObjectIdentity(device: device, inode: inode))
        }
        let deadline = Deadline(nanoseconds: start + 1_000_000_000)
        var kept = Self.kept(sent, by: runtime)
        while !kept.isEmpty, !deadline.hasPassed {
            Pause.wait(.milliseconds(10))
            kept = Self.kept(sent, by: runtime)
        }
        recorder.trial(
            DescriptorMetric.identity, holds: kept.isEmpty && !sent.isEmpty,
            span: kept.isEmpty ? nil : .since(start))
        for entry in kept.prefix(5) {
            recorder.fact("kept open in the runtime", "\(entry.number): \(entry.target)")
        }
    }

    private static func kept(
        _ sent: Set<ObjectIdentity>, by runtime: Int32
    ) -> [DescriptorEntry] {
        (Ledger.descriptors(of: runtime) ?? []).filter {
            sent.contains(ObjectIdentity(device: $0.device, inode: $0.inode))
        }
    }

    /// Leaves the runtime room for fewer descriptors than the next step sends.
    private func lowerLimit(of runtime: Int32) throws {
        try ReportedProcess.check(runtime)
        let open = Ledger.descriptors(of: runtime)?.last.map { Int($0.number) + 1 } ?? 0
        try ResourceLimit.setOpenFiles(UInt64(open + 10), of: runtime)
    }

    /// Reads the file that the runtime wrote into after its sender's death.
    private func recordSurvivingCopy(_ lab: LabRun) {
        guard
            case .lab(.file(_, let path, let expected)) =
                lab.events.events.last(where: { $0.kind == .labFile })?.event
        else { return }
        // Beside the editor's socket, which is where a user's would be.
        let directory = "\(ProcessEnvironment.value(of: "XDG_RUNTIME_DIR") ?? "")/weld"
        guard ReportedPath.isPlain(path, in: directory) else {
            return recorder.violation(
                .breach,
                "the editor's lab reports the file \(path.debugDescription), which is not "
                    + "in its directory")
        }
        let bytes = ForeignFile.beginning(of: path, atMost: 4096) ?? []
        let actual = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        recorder.trial(DescriptorMetric.senderKilled, holds: actual == expected)
        // The editor that would have removed it is dead.
        try? RegularFile.remove(path)
    }
}
