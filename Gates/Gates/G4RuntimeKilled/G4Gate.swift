internal import GateKit
internal import WeldContract

/// G4 · the runtime is killed: whether the editor notices at once, replaces it once, and knows a
/// dead runtime from its own sleep.
///
/// Contract and ambition are those of gates.md#g4; `G4Procedure` takes the
/// samples.
enum G4Gate {
    static let declaration = GateDeclaration(
        id: .g4, question: "Does the editor survive the death of its runtime?",
        headlineCheck: "g4.recovered")

    static let controlAttempts: [ControlAttempt] = [
        [Control(.noRestart, also: ["g4.viewport-moves", "g4.editor-ended"])],
        .long(
            Control(
                .slowDetect, for: .milliseconds(250), also: ["g4.recovered", "g4.viewport-moves"])
        ),
        [Control(.leakDescriptorPerRestart)], .long(Control(.ignoreHeartbeat)),
    ]

    /// What an attempt is judged by.
    ///
    /// - Parameters:
    ///   - trials: Kills that must have been measured.
    ///   - stops: Stops of each process that must have been.
    static func checks(trials: Int, stops: Int) -> [Check] {
        [
            .death(
                "g4.detected", .g4, asks: "kill to the editor's word", of: DeathMetric.detect,
                below: 100, trials: trials),
            .death(
                "g4.recovered", .g4, asks: "kill to a new runtime's Echo",
                of: DeathMetric.recover, below: 500, trials: trials),
            .death(
                "g4.viewport-moves", .g4, asks: "kill to a new runtime's picture",
                of: DeathMetric.move, below: 500, trials: trials - trials / 10),
            .deathP99(
                "g4.detected-p99", .g4, asks: "kill to the editor's word",
                of: DeathMetric.detect, below: 5),
            .deathP99(
                "g4.recovered-p99", .g4, asks: "kill to a new runtime's Echo",
                of: DeathMetric.recover, below: 150),
            .none(
                "g4.second-death", gate: .g4, "second deaths without the fatal code",
                metric: DeathMetric.secondDeath, tier: .contract, trials: max(1, trials / 10)),
            Check(
                "g4.heartbeat", gate: .g4, "last ack to a missed heartbeat, runtime stopped",
                metric: DeathMetric.silence, .maximum, unit: .nanoseconds, .atMost,
                3_500 * milliseconds, tier: .contract, fewestSamples: stops),
            Check(
                "g4.heartbeat-patient", gate: .g4, "the same: not before its time",
                metric: DeathMetric.silence, .minimum, unit: .nanoseconds, .atLeast,
                3_000 * milliseconds, tier: .contract, fewestSamples: stops),
            .none(
                "g4.pause-forgiven", gate: .g4, "runtimes blamed for the editor's own pause",
                metric: DeathMetric.pause, tier: .contract, trials: stops),
            .none(
                "g4.editor-ended", gate: .g4, "editors that ended otherwise than documented",
                metric: DeathMetric.editorEnd, tier: .contract, trials: trials),
            .none(
                "g4.ledger", gate: .g4, "roles gained across a restart, things left behind",
                metric: DeathMetric.runtimeLedger, tier: .contract, trials: trials, nature: .timing),
        ]
    }

    /// Every phase, or the GO means nothing.
    static func milestones(_ profile: Profile) -> [Milestone] {
        DeathPhase.allCases.map { phase in
            Milestone(
                "g4.phase-\(phase.name)", gate: .g4, "killed: \(phase.name)",
                metric: DeathMetric.runtimePhasePrefix + phase.name,
                atLeast: DeathSchedule.hitsAPhase(profile))
        }
    }
}
