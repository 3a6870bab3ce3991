internal import GateKit

/// What is asked of the stubs as Windows programs under Wine, gate by gate (gates.md#wine).
///
/// A time of the emulator's is compared with no threshold: it is shown, and what is judged is its
/// ratio to the same of a program of the judge's, measured in turn with it.
enum WineGates {
    static let declarations: [GateDeclaration] = [
        declaration(
            .g1, "Does an Echo come back whole, and about as fast as bare bytes?", "g1.ratio"),
        declaration(
            .g2, "Are the slowest replies about as fast as the slowest bare bytes?", "g2.ratio"),
        declaration(.g3, "Does every malformed frame meet the error that it must?", "g3.named"),
        declaration(.g4, "Does the editor survive the death of its runtime?", "g4.restarted"),
        declaration(.g5, "Does the runtime leave cleanly when its editor dies?", "g5.status"),
        declaration(.g6, "Do pictures cross the region whole and in order?", "g6.order"),
        declaration(.g7, "Do handles arrive whole, in order and owned?", "g7.arrived"),
    ]

    private static func declaration(
        _ gate: GateID, _ question: String, _ headline: String
    ) -> GateDeclaration {
        GateDeclaration(id: gate, question: question, headlineCheck: headline)
    }
}

/// The parts of the driver, each an attempt; the raw value is the driver's word for it.
enum WinePart: String, CaseIterable, Sendable {
    case roundTrips = "round-trips"
    case faults
    case runtimeKilled = "runtime-killed"
    case editorKilled = "editor-killed"
    case viewport
    case handles

    var gates: [GateID] {
        switch self {
        case .roundTrips: [.g1, .g2]
        case .faults: [.g3]
        case .runtimeKilled: [.g4]
        case .editorKilled: [.g5]
        case .viewport: [.g6]
        case .handles: [.g7]
        }
    }

    /// How much of it a real attempt does: blocks, rounds of all faults, deaths, seconds, rounds.
    func rounds(_ profile: Profile) -> Int {
        switch (self, profile) {
        case (.roundTrips, .smoke): 40
        case (.roundTrips, .ci): 100
        case (.roundTrips, .full): 200
        case (.faults, .smoke): 10
        case (.faults, .ci): 50
        case (.faults, .full): 500
        case (.runtimeKilled, .smoke), (.editorKilled, .smoke): 8
        case (.runtimeKilled, .ci), (.editorKilled, .ci): 40
        case (.runtimeKilled, .full), (.editorKilled, .full): 150
        case (.viewport, .smoke), (.handles, .smoke): 3
        case (.viewport, .ci), (.handles, .ci): 15
        case (.viewport, .full), (.handles, .full): 60
        }
    }

    /// The same for a control: enough for its fault to show.
    func rounds(of controls: [Control]) -> Int {
        switch self {
        case .roundTrips where controls.contains { $0.gate == .g2 }: 36
        case .roundTrips: 8
        case .viewport: 2
        case .faults, .runtimeKilled, .editorKilled, .handles: 1
        }
    }
}

extension WinePart {
    private func none(
        _ id: String, _ question: String, _ metric: String, trials: Int = 1,
        nature: Check.Nature = .integrity
    ) -> Check {
        .none(
            id, gate: GateID(rawValue: id.prefix(2).uppercased()) ?? .g1, question, metric: metric,
            tier: .own, trials: trials, nature: nature)
    }

    /// What its samples are judged by.
    ///
    /// - Parameter trials: How many rounds a real attempt makes; 1 for a control.
    func checks(trials: Int) -> [Check] {
        switch self {
        case .roundTrips: roundTripChecks
        case .faults:
            [
                none(
                    "g3.named", "malformed frames whose error had another name, or none",
                    "fault.named", trials: trials),
                none("g3.closed", "connections that went on after one", "fault.closed"),
                none("g3.served", "runtimes that did not come back after one", "fault.served"),
                none(
                    "g3.good-answered", "good requests that were not answered right",
                    "fault.good-answered"),
            ]
        case .runtimeKilled:
            [
                none("g4.noticed", "deaths that the editor did not tell", "g4.emulated.noticed"),
                none(
                    "g4.restarted", "runtimes that no other replaced", "g4.emulated.restarted",
                    trials: trials),
                none(
                    "g4.second-death", "editors that ended otherwise after the second",
                    "g4.emulated.second-death"),
                none("g4.nothing-left", "sockets and processes left", "g4.emulated.left"),
            ]
        case .editorKilled:
            [
                none(
                    "g5.ended", "runtimes that outlived their editor by 3 s", "g5.emulated.ended",
                    trials: trials),
                none(
                    "g5.status", "runtimes that ended otherwise than documented",
                    "g5.emulated.status"),
                none("g5.nothing-left", "sockets left", "g5.emulated.left"),
            ]
        case .viewport:
            [
                none("g6.torn", "torn pictures", "g6.emulated.torn", trials: trials),
                none("g6.witness", "pictures with another's mark", "g6.emulated.witness"),
                none("g6.order", "pictures that were not newer", "g6.emulated.order"),
            ]
        case .handles: handleChecks(trials: trials)
        }
    }

    private var roundTripChecks: [Check] {
        [
            Check(
                "g1.ratio", gate: .g1,
                "median of an Echo, in medians of bare bytes in turn with it",
                metric: "rtt.ratio", .percentile(0.5), unit: .ratio, .below, 2.5, tier: .own,
                nature: .timing),
            none("g1.replies-whole", "replies that were not the request's", "rtt.wrong"),
            none("g1.replies-lost", "requests without a reply in 3 s", "rtt.lost"),
            none("g1.left", "runtimes that did not obey a Shutdown", "rtt.end"),
            Check(
                "g2.ratio", gate: .g2,
                "99th percentile of 400 Echoes, in that of bare bytes in turn with them",
                metric: "rtt.tail-ratio", .percentile(0.5), unit: .ratio, .below, 5, tier: .own,
                nature: .timing),
        ]
    }

    private func handleChecks(trials: Int) -> [Check] {
        [
            none("g7.answered", "batches without a reply", "handles.answered", trials: trials),
            none("g7.arrived", "batches of which some did not arrive", "handles.arrived"),
            none("g7.order", "batches in another order", "handles.order"),
            none("g7.written", "batches with pipes that hold other bytes", "handles.written"),
            none("g7.nothing-kept", "batches of which the runtime kept some", "handles.kept"),
            none("g7.close-on-exec", "batches that a child would inherit", "handles.inheritable"),
            none("g7.two-starts", "programs with handles of another's", "handles.two-starts"),
        ]
    }
}
