internal import GateKit
internal import WeldContract

/// Takes the samples of G1 and G2 in one attempt: the attempt is the editor's side, the runtime is
/// the real one in a process of its own (gates.md#g1).
struct RoundTripProcedure: Procedure {
    let name = "round-trip"
    let gates: [GateID] = [.g1, .g2]
    let controlAttempts = G1Gate.controlAttempts + G2Gate.controlAttempts

    func replicates(_ profile: Profile) -> Int {
        profile == .smoke ? 3 : 5
    }

    func deadlineSeconds(_ profile: Profile, controls: [Control]) -> Double {
        if !controls.isEmpty { return 20 }
        switch profile {
        case .smoke: return 40
        case .ci: return 80
        case .full: return 180
        }
    }

    func rule(_ plan: AttemptPlan) -> Rule {
        let length = RoundTripLength(plan)
        var checks =
            G1Gate.coreChecks(rounds: length.fewestRounds)
            + G2Gate.coreChecks(rounds: length.fewestRounds)
        guard !plan.isControl else {
            return Rule(
                checks: checks + (length.measuresFloor ? G1Gate.floorChecks : []))
        }
        checks += G1Gate.floorChecks + G2Gate.floorChecks
        checks += G1Gate.capacityChecks + G2Gate.capacityChecks
        var milestones: [Milestone] = []
        if length.pacedSeconds > 0 {
            checks += G1Gate.pacedChecks + G2Gate.pacedChecks + G2Gate.pacedCapacityChecks
            milestones = gates.map { gate in
                Milestone(
                    "\(gate.rawValue.lowercased()).load-was-real", gate: gate,
                    "the runtime drew frames while it was under load",
                    metric: RoundTripMetric.framesDrawn, atLeast: 30 * length.pacedSeconds)
            }
        }
        return Rule(
            checks: checks, milestones: milestones,
            contractLengths: gates.flatMap { gate in
                [
                    ContractLength(
                        gate: gate, "round trips in 5 replicates", metric: RoundTripMetric.free,
                        samples: 50_000),
                    ContractLength(
                        gate: gate, "paced round trips", metric: RoundTripMetric.paced,
                        samples: 10_000),
                ]
            })
    }

    func perform(_ plan: AttemptPlan, recorder: Recorder) throws {
        let attempt = try RoundTripAttempt(plan, recorder: recorder)
        try attempt.run()
    }
}

/// How long each part of a round-trip attempt is; fixed before the first sample.
struct RoundTripLength {
    /// Round trips before the first that is judged.
    let warmup = 100
    /// Back-to-back round trips that are judged.
    let rounds: Int
    /// Round trips without which nothing is decided: all that the contract asks for; of a control
    /// half of what a healthy runtime brings.
    let fewestRounds: Int
    /// Whether the floor is measured beside them, and both again on one core.
    let measuresFloor: Bool
    /// How long the paced and the loaded part last; 0 leaves them out.
    let pacedSeconds: Int
    /// Fresh runtimes that are greeted and sent away, for the handshake's p99.
    let handshakes: Int

    /// Rounds that are recorded together where there is no floor: few, because a slowed runtime
    /// takes long for them and a host's noise is judged by the batch.
    static let smallBlock = 25
    /// Round trips a second in the paced parts.
    static let pace = 1000
    /// Round trips of the paced floor.
    static let floorPaced = 500
    /// How long the subject's rounds of one part may take together, in nanoseconds: a little more
    /// than a median at the contract's limit makes of them.
    static let longestPart: UInt64 = 12_000_000_000
    /// Rounds between a change from the subject to the floor and back.
    static let block = 250

    /// The lengths for a plan (gates.md#g1 and gates.md#vocabulary).
    init(_ plan: AttemptPlan) {
        if plan.isControl {
            let expected = plan.controls.map(\.expectedCheck)
            measuresFloor = G1Gate.floorChecks.contains { expected.contains($0.id) }
            // A spike comes once in a thousand; that one may fall into the host's time. A delay is
            // in every round and takes its time in each; a ratio needs more of them.
            let slow = measuresFloor ? 1000 : 300
            rounds =
                plan.controls.sabotage(.echoSpike)
                ? 4000 : plan.controls.sabotage(.echoDelay) ? slow : 1000
            fewestRounds = rounds / 2
            pacedSeconds = 0
            handshakes = 0
            return
        }
        rounds = 10_000
        fewestRounds = rounds
        measuresFloor = true
        switch plan.profile {
        // 1 000 samples decide a p99.
        case .smoke: pacedSeconds = plan.replicate == 0 ? 1 : 0
        case .ci: pacedSeconds = plan.replicate == 0 ? 10 : 0
        case .full: pacedSeconds = 10
        }
        handshakes = plan.profile == .full ? 300 : 0
    }
}

/// The series of the round-trip attempt, as the store names them.
enum RoundTripMetric {
    /// Back-to-back round trips, placed by the scheduler.
    static let free = "rtt.free"
    /// The bare ping-pong beside them.
    static let floorFree = "floor.free"
    /// Back-to-back round trips, both processes on one core.
    static let pinned = "rtt.pinned"
    /// The bare ping-pong beside those.
    static let floorPinned = "floor.pinned"
    /// 1 000 a second, from the planned send time.
    static let paced = "rtt.paced"
    /// The same while the runtime draws.
    static let loaded = "rtt.loaded"
    /// Start of the runtime's process to its Hello.
    static let start = "runtime.start"
    /// Accept to ack sent.
    static let handshake = "handshake"
    /// Replies with a wrong byte, a count for each part.
    static let wrong = "replies.wrong"
    /// Requests that were never answered, a count for each part.
    static let lost = "replies.lost"
    /// Replies to another request or none, a count for each part.
    static let outOfOrder = "replies.out-of-order"
    /// Frames that the runtime drew while it was under load.
    static let framesDrawn = "load.frames"
}
