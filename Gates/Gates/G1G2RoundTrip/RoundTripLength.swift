internal import GateKit
internal import WeldContract

/// How long each part of a round-trip attempt is; fixed before the first sample.
struct RoundTripLength {
    /// What an attempt can be made of besides its rounds.
    enum Part: CaseIterable {
        /// The bare ping-pong beside the rounds, and both again on one core.
        case floor
        /// The bare ping-pong on the schedule of the paced part.
        case pacedFloor
        /// One request after each of some pauses.
        case gaps
        /// A runtime of its own that talks to a peer without any code of the judged.
        case ownFrames
    }

    /// Round trips before the first that is judged.
    let warmup = 100
    /// Back-to-back round trips that are judged.
    let rounds: Int
    /// Round trips without which nothing is decided: all that the contract asks for; of a control
    /// half of what a healthy runtime brings.
    let fewestRounds: Int
    /// What else is measured.
    let parts: Set<Part>
    /// Round trips on a schedule.
    let pacedRounds: Int
    /// The same while the runtime draws.
    let loadedRounds: Int
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
    /// Pauses after which a runtime has to be as quick as ever.
    static let gaps: [Duration] = [.milliseconds(10), .milliseconds(50)]
    /// Requests after each of them; fewer than six have no bound of a median.
    static let gapRounds = 8

    /// The lengths for a plan (gates.md#g1 and gates.md#vocabulary).
    init(_ plan: AttemptPlan) {
        if plan.isControl {
            let needs = plan.controls.map { ControlNeed($0.expectedCheck) }
            rounds = needs.map(\.rounds).max() ?? 0
            fewestRounds = rounds / 2
            parts = needs.reduce(into: []) { $0.formUnion($1.parts) }
            pacedRounds = needs.map(\.pacedRounds).max() ?? 0
            loadedRounds = needs.map(\.loadedRounds).max() ?? 0
            handshakes = 0
            return
        }
        rounds = 10_000
        fewestRounds = rounds
        let isLong = plan.replicate == 0 || plan.profile == .full
        // The judge's own peer asks for what only the contract has.
        parts = (isLong ? Set(Part.allCases) : [.floor]).subtracting(
            plan.isOutside ? [.ownFrames] : [])
        // 1 000 samples decide a p99.
        pacedRounds = isLong ? (plan.profile == .smoke ? 1 : 10) * Self.pace : 0
        loadedRounds = pacedRounds
        handshakes = plan.profile == .full ? 300 : 0
    }
}

/// What a control's attempt is made of, so that the check that it is for can be violated.
private struct ControlNeed {
    /// A fault of every 250th or of few rounds is met by so many.
    var rounds = 1000
    var parts: Set<RoundTripLength.Part> = []
    var pacedRounds = 0
    var loadedRounds = 0

    init(_ check: String) {
        switch check {
        // A delay takes its time in every round.
        case "g1.p50": rounds = 300
        case "g1.p50-over-floor", "g1.median-beyond-floor": parts = [.floor]
        // One in a thousand needs as many as in a real attempt.
        case "g2.tail-beyond-floor":
            rounds = 10_000
            parts = [.floor]
        // A spike comes once in a thousand; that one may fall into the host's time.
        case "g2.max": rounds = 4000
        case "g2.p99": rounds = 600
        case "g2.p99-paced":
            rounds = 100
            pacedRounds = 400
        case "g1.p50-under-load", "g2.p99-under-load":
            rounds = 100
            loadedRounds = 300
        case "g1.started", "g1.handshake", "g1.first-answer", "g1.left": rounds = 100
        case "g1.memory", "g1.held": rounds = 10_000
        // The region comes with the load.
        case "g1.close-on-exec": loadedRounds = 30
        case "g1.own-frames":
            rounds = 100
            parts = [.ownFrames]
        default: break
        }
    }
}
