internal import GateKit
internal import WeldContract

/// G5 · the editor is killed: whether the runtime notices at once, ends cleanly by itself, and
/// leaves nothing.
///
/// Contract and ambition are those of gates.md#g5; `G5Procedure` takes the
/// samples.
enum G5Gate {
    static let declaration = GateDeclaration(
        id: .g5, question: "Does the runtime leave cleanly when its editor dies?",
        headlineCheck: "g5.ended")

    /// The sabotaged attempts; faults share one where none changes what another's check counts.
    static let controlAttempts: [ControlAttempt] = [
        // A runtime that lives on cannot clean up either.
        [Control(.ignoreEndOfStream, also: ["g5.noticed", "g5.nothing-left"])],
        [
            Control(.exitCodeOneOnEnd), Control(.leaveSocket),
            Control(.slowEndOfStream, for: .milliseconds(120)),
            Control(.descriptorNoCloseOnExec, violates: "g5.close-on-exec"),
        ],
        [Control(.slowEndOfStream, for: .milliseconds(300), also: ["g5.ended"])],
        [Control(.slowEnd, for: .milliseconds(600))],
        .long(Control(.slowEnd, for: .milliseconds(1_500))),
        [Control(.noSweep), Control(.unlinkAny, of: .editor)],
        [Control(.sweepLiving), Control(.unlinkAny, of: .runtime)],
    ]

    /// What every attempt is judged by.
    ///
    /// - Parameter trials: Kills that must have been made; one at a random moment may come before
    ///   there is a runtime, or before it is connected.
    static func checks(trials: Int) -> [Check] {
        let certain = max(1, trials - trials / 10)
        return [
            .death(
                "g5.noticed", .g5, asks: "kill to the runtime's word", of: DeathMetric.notice,
                below: 100, trials: certain),
            .death(
                "g5.ended", .g5, asks: "kill to the runtime's end", of: DeathMetric.end,
                below: 500, trials: certain),
            .deathP99(
                "g5.noticed-p99", .g5, asks: "kill to the runtime's word",
                of: DeathMetric.notice, below: 5),
            .deathP99(
                "g5.ended-p99", .g5, asks: "kill to the runtime's end", of: DeathMetric.end,
                below: 50),
            .none(
                "g5.status", gate: .g5, "runtimes that ended otherwise than documented",
                metric: DeathMetric.status, tier: .contract, trials: certain),
            .none(
                "g5.nothing-left", gate: .g5, "processes, sockets, names, descriptors left",
                metric: DeathMetric.left, tier: .contract, trials: trials),
            .none(
                "g5.close-on-exec", gate: .g5, "descriptors that a child would inherit",
                metric: DeathMetric.editorInheritable, tier: .own, trials: certain),
        ]
    }

    /// What the sweeps and swapped sockets of a real attempt are judged by.
    ///
    /// - Parameter rounds: How often each was made.
    static func sideChecks(_ rounds: Int) -> [Check] {
        [
            .none(
                "g5.sweep", gate: .g5, "things swept that must stay, or the other way round",
                metric: DeathMetric.sweep, tier: .contract,
                trials: SweepTrial.certainDecoys * rounds),
            .none(
                "g5.foreign-socket", gate: .g5, "sockets of others removed at an editor's path",
                metric: DeathMetric.swap, tier: .own,
                trials: SwapTrial.Ending.allCases.count * rounds),
        ]
    }

    /// Every phase and every other death, or the GO means nothing.
    static func milestones(_ profile: Profile) -> [Milestone] {
        let stages: [EditorKillTrial.Stage] = [.beforeSpawn, .beforeConnect, .blockedWrite]
        let others = stages.map(\.name) + EditorKillTrial.Means.allCases.dropFirst().map(\.rawValue)
        return (DeathPhase.allCases.map(\.name) + others).map { kind in
            Milestone(
                "g5.phase-\(kind)", gate: .g5, "the editor died: \(kind)",
                metric: DeathMetric.editorPhasePrefix + kind,
                atLeast: DeathSchedule.hitsAPhase(profile))
        } + [
            Milestone(
                "g5.names", gate: .g5, "a region with a name was there",
                metric: DeathMetric.editorNames, atLeast: DeathSchedule.hitsAPhase(profile))
        ]
    }
}
