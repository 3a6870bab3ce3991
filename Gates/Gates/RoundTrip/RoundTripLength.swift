internal import GateKit
internal import WeldContract

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
    /// Rounds between a change from the subject to the floor and back.
    static let block = 250

    /// The lengths for a plan (gates.md#g1 and gates.md#vocabulary).
    init(_ plan: AttemptPlan) {
        if let control = plan.control {
            // A spike comes once in a thousand; that one may fall into the host's time.
            rounds = control.sabotages(.echoSpike) ? 4000 : 1000
            fewestRounds = rounds / 2
            measuresFloor = G1RoundTripMedian.floorChecks.contains {
                $0.id == control.expectedCheck
            }
            pacedSeconds = 0
            handshakes = 0
            return
        }
        rounds = 10_000
        fewestRounds = rounds
        measuresFloor = true
        switch plan.profile {
        case .smoke: pacedSeconds = plan.replicate == 0 ? 2 : 0
        case .ci: pacedSeconds = plan.replicate == 0 ? 10 : 0
        case .full: pacedSeconds = 10
        }
        handshakes = plan.profile == .full ? 300 : 0
    }
}
