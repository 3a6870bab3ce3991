internal import GateKit
internal import WeldContract

/// G2 · round-trip tail: whether the slowest replies are in time, also on a schedule and under load.
///
/// Contract and ambition are those of gates.md#g1; `RoundTripProcedure` takes the
/// samples, in the same attempt as G1's.
enum G2Gate {
    static let declaration = GateDeclaration(
        id: .g2, question: "Are even the slowest replies of the runtime in time?",
        headlineCheck: "g2.p99")

    /// Each time at two doses, a little and three times above its threshold (credibility.md#control-5).
    static let controlAttempts: [ControlAttempt] = [
        [Control(.echoSpike, for: .milliseconds(60), every: 1000)],
        .long(Control(.echoSpike, for: .milliseconds(150), every: 1000)),
        [Control(.echoSpike, for: .milliseconds(6), every: 20, violates: "g2.p99")],
        .long(Control(.echoSpike, for: .milliseconds(15), every: 20, violates: "g2.p99")),
        [
            Control(
                .echoSpike, for: .microseconds(800), every: 400, violates: "g2.tail-beyond-floor")
        ],
        .long(
            Control(
                .echoSpike, for: .microseconds(1500), every: 400, violates: "g2.tail-beyond-floor")),
        [Control(.lateAfterPause, for: .milliseconds(6), every: 20)],
        .long(Control(.lateAfterPause, for: .milliseconds(15), every: 20)),
        [
            Control(
                .lateWhileDrawing, for: .milliseconds(6), every: 20, violates: "g2.p99-under-load")
        ],
        .long(
            Control(
                .lateWhileDrawing, for: .milliseconds(15), every: 20,
                violates: "g2.p99-under-load")),
    ]

    /// What a control's short attempt is judged by as well.
    static func coreChecks(rounds: Int) -> [Check] {
        [
            Check(
                "g2.p99", gate: .g2, "99th percentile, free placement",
                metric: RoundTripMetric.free, .percentile(0.99), unit: .nanoseconds, .below,
                5 * milliseconds, tier: .contract, fewestSamples: rounds),
            Check(
                "g2.max", gate: .g2, "slowest round trip, free placement",
                metric: RoundTripMetric.free, .maximum, unit: .nanoseconds, .below,
                50 * milliseconds, tier: .contract, fewestSamples: rounds),
        ]
    }

    /// What the attempts with a floor are judged by as well.
    static let floorChecks = [
        Check(
            "g2.tail-beyond-floor", gate: .g2,
            "what one round trip in two thousand is surely beyond the bare ping-pong's, on one core",
            metric: RoundTripMetric.tailBeyond, .maximum, unit: .nanoseconds, .below,
            0.5 * milliseconds, tier: .own),
        Check(
            "g2.p99.9", gate: .g2, "99.9th percentile, free placement",
            metric: RoundTripMetric.free, .percentile(0.999), unit: .nanoseconds, .below,
            1 * milliseconds, tier: .ambition),
        Check(
            "g2.p99-over-floor", gate: .g2,
            "99th percentile over the bare ping-pong's, both on one core",
            metric: RoundTripMetric.pinned,
            .percentileRatio(0.99, over: RoundTripMetric.floorPinned), unit: .ratio, .atMost, 1.25,
            tier: .ambition),
    ]

    /// What is asked of the host, by the bare ping-pong beside the measured rounds.
    static let capacityChecks: [Check] = [
        .capacity(
            "g2.capacity-p99", .g2, asks: "99th percentile of the bare ping-pong, free placement",
            of: RoundTripMetric.floorFree, .percentile(0.99), below: 5),
        .capacity(
            "g2.capacity-max", .g2, asks: "slowest bare ping-pong, free placement",
            of: RoundTripMetric.floorFree, .maximum, below: 50),
    ]

    /// What is asked of the host where a control is seen beside the floor: a spike of 0.8 ms has to
    /// be more than 0.5 ms longer than the floor's tail.
    static let sightChecks: [Check] = [
        Check(
            "g2.floor-tail", gate: .g2,
            "what one bare ping-pong in a thousand surely takes at most, on one core",
            metric: RoundTripMetric.floorTail, .maximum, unit: .nanoseconds, .below,
            0.25 * milliseconds, tier: .sight)
    ]

    /// What is asked of the host in the attempts that have a paced part.
    static let pacedCapacityChecks: [Check] = [
        .capacity(
            "g2.capacity-paced", .g2, asks: "99th percentile of the bare ping-pong, paced",
            of: CapacityMetric.floorPaced, .percentile(0.99), below: 5)
    ]

    /// The paced part's checks, in the attempts that have one.
    static let pacedChecks = [
        Check(
            "g2.p99-paced", gate: .g2,
            "99th percentile at 1 000 a second, from the planned send time",
            metric: RoundTripMetric.paced, .percentile(0.99), unit: .nanoseconds, .below,
            5 * milliseconds, tier: .own),
        Check(
            "g2.p99-paced-ambition", gate: .g2, "the same within a millisecond",
            metric: RoundTripMetric.paced, .percentile(0.99), unit: .nanoseconds, .below,
            1 * milliseconds, tier: .ambition),
    ]

    /// The loaded part's.
    static let loadedChecks = [
        Check(
            "g2.p99-under-load", gate: .g2,
            "99th percentile while the runtime draws, from the planned send time",
            metric: RoundTripMetric.loaded, .percentile(0.99), unit: .nanoseconds, .below,
            5 * milliseconds, tier: .own),
        Check(
            "g2.p99-under-load-ambition", gate: .g2, "the same within two milliseconds",
            metric: RoundTripMetric.loaded, .percentile(0.99), unit: .nanoseconds, .below,
            2 * milliseconds, tier: .ambition),
    ]
}
