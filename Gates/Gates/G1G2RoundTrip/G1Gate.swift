internal import GateKit
internal import WeldContract

/// G1 · round-trip median: whether a request to the runtime comes back within a millisecond.
///
/// Contract and ambition are those of gates.md#g1; `RoundTripProcedure` takes the
/// samples, in the same attempt as G2's.
enum G1Gate {
    static let declaration = GateDeclaration(
        id: .g1, question: "Does an Echo come back from the runtime within a millisecond?",
        headlineCheck: "g1.p50")

    static let controlAttempts: [ControlAttempt] = [
        [Control(.echoDelay, for: .milliseconds(2))], [Control(.echoCorrupt)],
        [Control(.echoWrongSequence)],
        // The contract bears 50 µs more; the ambition must not.
        [Control(.echoDelay, for: .microseconds(50), violates: "g1.p50-over-floor")],
    ]

    /// What a control's short attempt is judged by as well.
    static func coreChecks(rounds: Int) -> [Check] {
        [
            Check(
                "g1.p50", gate: .g1, "median round trip of an Echo, free placement",
                metric: RoundTripMetric.free, .percentile(0.5), unit: .nanoseconds, .below,
                1 * milliseconds, tier: .contract, fewestSamples: rounds),
            Check(
                "g1.handshake", gate: .g1, "accept to ack sent, every replicate",
                metric: RoundTripMetric.handshake, .maximum, unit: .nanoseconds, .below,
                100 * milliseconds, tier: .contract),
            .none(
                "g1.replies-whole", gate: .g1, "replies with a wrong byte",
                metric: RoundTripMetric.wrong, tier: .contract),
            .none(
                "g1.replies-lost", gate: .g1, "requests without a reply within 5 s",
                metric: RoundTripMetric.lost, tier: .contract, nature: .timing),
            .none(
                "g1.order-kept", gate: .g1, "replies to another request, or to none",
                metric: RoundTripMetric.outOfOrder, tier: .contract),
        ]
    }

    /// What every real attempt is judged by as well.
    static let floorChecks = [
        Check(
            "g1.p50-over-floor", gate: .g1, "median over the bare ping-pong's, both on one core",
            metric: RoundTripMetric.pinned,
            .percentileRatio(0.5, over: RoundTripMetric.floorPinned), unit: .ratio, .atMost, 1.10,
            tier: .ambition),
        Check(
            "g1.start", gate: .g1, "start of the runtime's process to its Hello, every replicate",
            metric: RoundTripMetric.start, .maximum, unit: .nanoseconds, .below,
            20 * milliseconds, tier: .ambition),
        Check(
            "g1.handshake-p99", gate: .g1, "accept to ack sent", metric: RoundTripMetric.handshake,
            .percentile(0.99), unit: .nanoseconds, .below, 20 * milliseconds, tier: .ambition),
    ]

    /// What is asked of the host, by the bare ping-pong beside the measured rounds.
    static let capacityChecks: [Check] = [
        .capacity(
            "g1.capacity-p50", .g1, asks: "median of the bare ping-pong, free placement",
            of: RoundTripMetric.floorFree, .percentile(0.5), below: 1)
    ]

    /// The loaded part's checks, in the attempts that have one.
    static let pacedChecks = [
        Check(
            "g1.p50-under-load", gate: .g1,
            "median while the runtime draws 1280x720 at 60 Hz, from the planned send time",
            metric: RoundTripMetric.loaded, .percentile(0.5), unit: .nanoseconds, .below,
            1 * milliseconds, tier: .own)
    ]
}

/// One millisecond in the unit of the samples.
let milliseconds = 1_000_000.0
