internal import GateHost
internal import GateKit

/// Counts the calls of a stub by phase and name, and finds the one that fails: pure.
///
/// What the dynamic loader calls is not counted: a program that cannot be loaded has not begun.
struct FaultCounter: CallCounter {
    /// Calls of one name in one part of a stub's life, or in a whole run of the judge's.
    struct Site: Hashable, Sendable {
        var phase: KillPhase?
        var call: String
    }

    /// The call that fails.
    struct Target: Sendable {
        var site: Site
        /// Which of these calls, from 1.
        var number: Int
        var error: String
    }

    /// How many calls were begun at each site.
    private(set) var counts: [Site: Int] = [:]
    /// Whether the call came and failed.
    private(set) var hasFailed = false

    private let target: Target?
    private var clock: LifeClock?

    /// Begins with the program's first call.
    ///
    /// - Parameters:
    ///   - life: Of what life; nil for the judge's, which has no parts.
    ///   - target: What fails; nil counts only.
    init(_ life: KillLife?, target: Target? = nil) {
        self.target = target
        clock = life.map { LifeClock($0) }
    }

    /// Takes a call and says whether it fails.
    mutating func take(_ call: TracedCall, mark: KillMark?) -> TraceDecision {
        let phase = clock?.take(call, mark: mark)
        guard call.isEntry, phase != nil || clock == nil, !call.isLoaders else { return .goOn }
        let site = Site(phase: phase, call: FaultTable.name(of: call))
        counts[site, default: 0] += 1
        guard let target, target.site == site, target.number == counts[site],
            let failure = TraceDecision.fail(
                target.error, isMade: FaultTable.made.contains(site.call))
        else { return .goOn }
        hasFailed = true
        return failure
    }
}
