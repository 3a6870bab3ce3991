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

    /// Each time at two doses, a little and three times above its threshold (credibility.md#control-5).
    static let controlAttempts: [ControlAttempt] = [
        [Control(.echoDelay, for: .microseconds(1200))],
        .long(Control(.echoDelay, for: .milliseconds(3))),
        [Control(.echoCorrupt), Control(.clockAhead, for: .milliseconds(50), of: .runtime)],
        [Control(.echoWrongSequence)],
        // The contract bears 50 µs more; the ambition must not.
        [Control(.echoDelay, for: .microseconds(50), violates: "g1.p50-over-floor")],
        [Control(.echoDelay, for: .microseconds(240), violates: "g1.median-beyond-floor")],
        .long(Control(.echoDelay, for: .microseconds(600), violates: "g1.median-beyond-floor")),
        [Control(.lateWhileDrawing, for: .microseconds(1200), every: 1)],
        .long(Control(.lateWhileDrawing, for: .milliseconds(3), every: 1)),
        [
            Control(.lateStart, for: .milliseconds(600)),
            Control(.lateHello, for: .milliseconds(120)),
            Control(.lateFirstAnswer, for: .milliseconds(120)),
            Control(.lateLeave, for: .milliseconds(600)),
        ],
        .long(
            Control(.lateStart, for: .milliseconds(1500)),
            Control(.lateHello, for: .milliseconds(300)),
            Control(.lateFirstAnswer, for: .milliseconds(300)),
            Control(.lateLeave, for: .milliseconds(1500))),
        .long(
            Control(.leakPerEcho), Control(.leakDescriptorPerEcho),
            Control(.clockBehind, for: .milliseconds(5), of: .runtime),
            Control(.descriptorNoCloseOnExec, violates: "g1.close-on-exec")),
        [Control(.dropWhenFull)],
        // A reply counts as lost after 5 s.
        .long(Control(.echoLost)),
    ]

    /// What a control's short attempt is judged by as well.
    static func coreChecks(rounds: Int) -> [Check] {
        let checks: [Check] = [
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
        return checks + lifeChecks
    }

    /// What a runtime does around its rounds: how it begins and ends, and what it holds meanwhile.
    private static let lifeChecks: [Check] = [
        own(
            "started", "start of the runtime's process to its Hello, every replicate",
            RoundTripMetric.start, below: 500),
        own(
            "first-answer", "the first round trip of a connection, every replicate",
            RoundTripMetric.firstAnswer, below: 100),
        own(
            "left", "Shutdown to the end of the runtime's process, every replicate",
            RoundTripMetric.end, below: 500),
        Check(
            "g1.memory", gate: .g1, "private memory that the runtime gains in a part",
            metric: RoundTripMetric.memory, .maximum, unit: .bytes, .below, 512 * 1024, tier: .own),
        .none(
            "g1.held", gate: .g1, "parts after which the runtime holds more than before",
            metric: RoundTripMetric.held, tier: .own, nature: .timing),
        .none(
            "g1.close-on-exec", gate: .g1,
            "descriptors of the runtime that what it starts would inherit",
            metric: RoundTripMetric.inherited, tier: .own),
        SubjectClock.check(.g1),
    ]

    private static func own(
        _ name: String, _ question: String, _ metric: String, below limit: Double
    ) -> Check {
        Check(
            "g1.\(name)", gate: .g1, question, metric: metric, .maximum, unit: .nanoseconds,
            .below, limit * milliseconds, tier: .own)
    }

    /// What a peer without any code of the judged gets.
    static let ownFrameChecks: [Check] = [
        .none(
            "g1.own-frames", gate: .g1,
            "frames that differ for a peer without any code of the engine's",
            metric: RoundTripMetric.ownFrames, tier: .own, trials: 1000)
    ]

    /// What the attempts with a floor are judged by as well.
    static let floorChecks = [
        Check(
            "g1.median-beyond-floor", gate: .g1,
            "what a part's median, or its last tenth's, is surely beyond the bare ping-pong's",
            metric: RoundTripMetric.medianBeyond, .maximum, unit: .nanoseconds, .below,
            0.2 * milliseconds, tier: .own),
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
    static let loadedChecks = [
        Check(
            "g1.p50-under-load", gate: .g1,
            "median while the runtime draws 1280x720 at 60 Hz, from the planned send time",
            metric: RoundTripMetric.loaded, .percentile(0.5), unit: .nanoseconds, .below,
            1 * milliseconds, tier: .own)
    ]
}

/// One millisecond in the unit of the samples.
let milliseconds = 1_000_000.0
