internal import GateKit
internal import WeldContract

/// G4 · the runtime is killed: whether the editor notices at once, replaces it once, and knows a
/// dead runtime from its own sleep.
///
/// Contract and ambition are those of gates.md#g4; `RuntimeKilledProcedure` takes the
/// samples.
enum G4RuntimeKilled {
    static let declaration = GateDeclaration(
        id: .g4, question: "Does the editor survive the death of its runtime?",
        headlineCheck: "g4.recovered")

    static let controls = [
        Control(.noRestart, also: ["g4.viewport-moves", "g4.editor-ended"]),
        Control(
            .slowDetect(nanoseconds: 250_000_000), also: ["g4.recovered", "g4.viewport-moves"]),
        Control(.leakDescriptorPerRestart), Control(.ignoreHeartbeat),
    ]

    /// What an attempt is judged by.
    ///
    /// - Parameters:
    ///   - trials: Kills that must have been measured.
    ///   - stops: Stops of each process that must have been.
    static func checks(trials: Int, stops: Int) -> [Check] {
        [
            .death(.g4, "detected", "kill to the editor's word", DeathMetric.detect, 100, trials),
            .death(
                .g4, "recovered", "kill to a new runtime's Echo", DeathMetric.recover, 500, trials),
            .death(
                .g4, "viewport-moves", "kill to a new runtime's picture", DeathMetric.move, 500,
                trials - trials / 10),
            .deathP99(.g4, "detected-p99", "kill to the editor's word", DeathMetric.detect, 5),
            .deathP99(
                .g4, "recovered-p99", "kill to a new runtime's Echo", DeathMetric.recover, 150),
            none(
                "second-death", "second deaths without the fatal code", DeathMetric.secondDeath,
                max(1, trials / 10)),
            Check(
                "g4.heartbeat", gate: .g4, "last ack to a missed heartbeat, runtime stopped",
                metric: DeathMetric.silence, .maximum, unit: .nanoseconds, .atMost,
                3_500 * milliseconds, tier: .contract, fewestSamples: stops),
            Check(
                "g4.heartbeat-patient", gate: .g4, "the same: not before its time",
                metric: DeathMetric.silence, .minimum, unit: .nanoseconds, .atLeast,
                3_000 * milliseconds, tier: .contract, fewestSamples: stops),
            none(
                "pause-forgiven", "runtimes blamed for the editor's own pause", DeathMetric.pause,
                stops),
            none(
                "editor-ended", "editors that ended otherwise than documented",
                DeathMetric.editorEnd, trials),
            none(
                "ledger", "roles gained across a restart, things left behind",
                DeathMetric.runtimeLedger, trials),
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

    private static func none(
        _ name: String, _ question: String, _ metric: String, _ trials: Int
    ) -> Check {
        .none("g4.\(name)", gate: .g4, question, metric: metric, tier: .contract, trials: trials)
    }
}
