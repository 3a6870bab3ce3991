import GateKit

/// The reports whose whole text is kept under `Golden`.
enum GoldenReport: String, CaseIterable, Sendable {
    /// A smoke run: one gate GO, one provisional, one not implemented.
    case typical
    /// Everything that can go wrong at once.
    case troubled
    /// A run that died before its first sample.
    case broken

    var report: RunReport {
        switch self {
        case .typical: Self.typicalReport
        case .troubled: Self.troubledReport
        case .broken: Self.brokenReport
        }
    }

    private static let notes = [
        Note(name: "10-first.md", text: "## First note\n\nA | pipe stays.\n\n"),
        Note(name: "20-second.md", text: "## Second note\n\nLast line"),
    ]

    private static func control(
        _ verdict: Verdict, observed: ControlReason
    ) -> ControlResult {
        ControlResult(
            control: Control("echo-delay=2ms", gate: .g1, violates: "g1.p50"),
            observed: observed, verdict: verdict)
    }

    private static var typicalReport: RunReport {
        let results: [GateResult] = [
            .fixture(.g1, .go),
            .fixture(.g2, .go, shortfall: [.paced]),
            .fixture(.g3, .pending),
        ]
        return RunReport(
            run: .fixture(), declarations: GateDeclaration.catalogue,
            matrix: results.map { .fixture($0) } + [.fixture(.fixture(.g1, .go), .macos, run: 2)],
            results: results,
            attempts: [.fixture(replicate: 0), .fixture(replicate: 1, scale: 1.3)],
            controls: [control(.go, observed: .caught(by: ["g1.p50"], slow: []))], notes: notes)
    }

    private static var troubledReport: RunReport {
        let results: [GateResult] = [
            .fixture(
                .g1, .noGo,
                reason: .attempt(
                    reason: .violated(
                        by: Violation(.crash, "weld-runtime died of signal 11 | core dumped")))),
            .fixture(.g2, .blind, reason: .control(sabotage: "echo-delay=2ms", reason: .unseen)),
        ]
        return RunReport(
            run: .fixture(dirty: "yes", configuration: "debug"),
            declarations: GateDeclaration.catalogue,
            matrix: results.map { .fixture($0) }
                + results.map { .fixture($0, hostClass: "ci", run: 1) }
                + [
                    .fixture(
                        .fixture(.g2, .skip, reason: .recorded(text: "no such call")), .windows)
                ],
            results: results,
            attempts: [
                .fixture(
                    replicate: 0, scale: 200, verdict: .noGo,
                    violations: [Violation(.crash, "weld-runtime died of signal 11")],
                    ending: .signalled(number: 11, coreDumped: true)),
                .fixture(replicate: 1, ending: .killedByHarness(step: "KILL")),
            ],
            controls: [
                control(.blind, observed: .unseen),
                control(.inconclusive, observed: .recorded(text: "the host was too noisy")),
            ], notes: [], killMap: killMap)
    }

    /// An earlier run's map, with everything that can come of a kill.
    private static let killMap = KillMap(
        run: 2,
        results: [
            KillPointResult(
                KillPoint(.editor, .sweep, 12, .exit), systemCall: "unlink", thread: "weld-editor",
                outcome: .ended, nanoseconds: 21_500_000),
            KillPointResult(
                KillPoint(.editor, .sweep, 13), systemCall: "openat", thread: "weld-editor",
                outcome: .late, nanoseconds: 612_000_000,
                deviations: ["the runtime ended after 612.0 ms, documented below 500.0 ms"]),
            KillPointResult(
                KillPoint(.runtime, .publish, 7), systemCall: "write", thread: "weld|reader",
                outcome: .deviated, left: ["/x/weld-1.sock"],
                deviations: ["left: /x/weld-1.sock"]),
            KillPointResult(
                KillPoint(.runtime, .publish, 9), systemCall: "futex", thread: "weld-runtime",
                outcome: .recovered, nanoseconds: 80_250_000),
            KillPointResult(KillPoint(.runtime, .publish, 900), outcome: .missed),
        ])

    private static var brokenReport: RunReport {
        RunReport(
            run: .fixture(state: .broken), declarations: GateDeclaration.catalogue, matrix: [],
            results: [], attempts: [], controls: [], notes: [])
    }
}
