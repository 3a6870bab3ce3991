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

    /// What an attempt is judged by.
    ///
    /// - Parameters:
    ///   - trials: Kills that must have been measured.
    ///   - stops: Stops of each process that must have been.
    ///   - restarts: Runtimes that the judge started and killed itself beside them.
    static func checks(trials: Int, stops: Int, restarts: Int) -> [Check] {
        contractChecks(trials: trials, stops: stops)
            + ownChecks(trials: trials, restarts: restarts)
    }

    /// What is asked on top: whether the editor's word for a death and for a successor is true,
    /// whether its heart beats in time, and what living and dying cost.
    private static func ownChecks(trials: Int, restarts: Int) -> [Check] {
        [
            .none(
                "g4.death-read", gate: .g4, "ends that the editor read as something else",
                metric: DeathMetric.reading, tier: .own, trials: trials),
            .none(
                "g4.succession", gate: .g4, "successors that the judge found otherwise",
                metric: DeathMetric.succession, tier: .own,
                trials: trials - trials / 10 + restarts),
            .none(
                "g4.close-on-exec", gate: .g4, "descriptors that a child would inherit",
                metric: DeathMetric.runtimeInheritable, tier: .own, trials: trials),
            Check(
                "g4.heartbeats", gate: .g4, "four heartbeats, first answer to last",
                metric: DeathMetric.beats, .maximum, unit: .nanoseconds, .atMost,
                Double(LifeTrials.beats) * 1_250 * milliseconds, tier: .own),
            Check(
                "g4.heartbeats-early", gate: .g4, "the same: not before their time",
                metric: DeathMetric.beatFromBirth, .minimum, unit: .nanoseconds, .atLeast,
                900 * milliseconds, tier: .own),
            Check(
                "g4.heap", gate: .g4, "heap gained over deaths, by the allocator's own count",
                metric: DeathMetric.heap, .maximum, unit: .bytes, .atMost, 16 * 1024, tier: .own),
            Check(
                "g4.life-heap", gate: .g4, "heap that a long life holds more than a short one",
                metric: DeathMetric.lifeHeap, .maximum, unit: .bytes, .atMost, 256 * 1024,
                tier: .own),
            Check(
                "g4.resident", gate: .g4, "own resident memory gained over deaths or by living",
                metric: DeathMetric.resident, .maximum, unit: .bytes, .atMost,
                2 * 1024 * 1024, tier: .own),
        ]
    }

    private static func contractChecks(trials: Int, stops: Int) -> [Check] {
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
        } + [
            Milestone(
                "g4.names", gate: .g4, "a region with a name was there",
                metric: DeathMetric.runtimeNames, atLeast: DeathSchedule.hitsAPhase(profile))
        ]
    }
}
