internal import GateKit
internal import WeldContract

extension WinePart {
    /// The sabotages that must turn its checks red, each for its own reason.
    var controlAttempts: [ControlAttempt] {
        switch self {
        case .roundTrips:
            [
                [
                    control(
                        .echoDelay, for: .milliseconds(6), violates: "g1.ratio", also: ["g2.ratio"])
                ],
                [control(.echoCorrupt, violates: "g1.replies-whole")],
                [control(.echoWrongSequence, violates: "g1.replies-whole")],
                [control(.echoLost, violates: "g1.replies-lost", also: ["g1.left"])],
                [control(.lateLeave, for: .seconds(4), violates: "g1.left")],
                [
                    control(
                        .echoSpike, for: .milliseconds(60), every: 20, violates: "g2.ratio",
                        also: ["g1.ratio"])
                ],
            ]
        case .faults:
            [
                [
                    control(
                        .acceptBadMagic, violates: "g3.named",
                        also: ["g3.closed", "g3.good-answered"])
                ],
                [control(.skipHashCheck, violates: "g3.closed", also: ["g3.named"])],
                [
                    control(
                        .crashOnOversize, violates: "g3.served", also: ["g3.named", "g3.closed"])
                ],
                [control(.hangOnTruncation, violates: "g3.served", also: ["g3.named"])],
                // The third request of a connection is answered later than anybody waits, and what is
                // wrong behind it is met by an answer that nobody takes.
                [
                    control(
                        .echoSpike, for: .seconds(4), every: 3, violates: "g3.good-answered",
                        also: ["g3.named", "g3.closed", "g3.served"])
                ],
            ]
        case .runtimeKilled:
            [
                [control(.noRestart, violates: "g4.restarted")],
                [
                    control(
                        .slowDetect, for: .seconds(4), violates: "g4.noticed",
                        also: ["g4.restarted", "g4.second-death"])
                ],
                [control(.cleanSecondDeath, violates: "g4.second-death")],
            ]
        case .editorKilled:
            [
                [control(.exitCodeOneOnEnd, violates: "g5.status")],
                [control(.leaveSocket, violates: "g5.nothing-left")],
                [control(.ignoreEndOfStream, violates: "g5.ended")],
            ]
        case .viewport:
            [
                [control(.frameBackwards, violates: "g6.order")],
                [
                    control(
                        .twoSlotAdversary, violates: "g6.torn", also: ["g6.witness", "g6.order"])
                ],
            ]
        case .handles:
            [
                [control(.descriptorDrop, violates: "g7.arrived", also: ["g7.written"])],
                [control(.descriptorSwapOrder, violates: "g7.order")],
                [control(.descriptorWriteShort, violates: "g7.written")],
                [control(.descriptorKeep, violates: "g7.nothing-kept")],
                [control(.descriptorNoCloseOnExec, violates: "g7.close-on-exec")],
                [control(.echoDelay, for: .seconds(6), violates: "g7.answered")],
            ]
        }
    }

    private func control(
        _ name: SabotageName, for time: Duration = .zero, every: UInt64 = 0, violates check: String,
        also: [String] = []
    ) -> Control {
        Control(
            name, for: time, every: every, of: self == .faults ? .runtime : nil, violates: check,
            also: also)
    }

    /// What must have happened for a GO.
    func milestones(_ profile: Profile) -> [Milestone] {
        let rounds = rounds(profile)
        func milestone(_ id: String, _ title: String, _ metric: String, _ count: Int) -> Milestone {
            Milestone(id, gate: gates[0], title, metric: metric, atLeast: count)
        }
        return switch self {
        case .roundTrips: []
        case .faults:
            Self.faultNames.map { name in
                milestone("g3.met-\(name)", "met \(name)", "fault.met.\(name)", rounds)
            }
        case .runtimeKilled:
            [milestone("g4.kills", "runtimes killed", "g4.emulated.kills", rounds)]
        case .editorKilled:
            [milestone("g5.kills", "editors killed", "g5.emulated.kills", rounds)]
        case .viewport:
            // An emulator on a busy machine shows fewer than the 60 a second that are drawn.
            [milestone("g6.read", "pictures read", "g6.emulated.read", 10 * rounds)]
        case .handles: [milestone("g7.batches", "batches passed", "handles.batches", 4 * rounds)]
        }
    }

    private static let faultNames = [
        "invalidMagic", "protocolVersionMismatch", "unknownMessageType", "payloadTooLarge",
        "payloadSizeMismatch", "schemaHashMismatch", "unexpectedMessage", "truncatedHeader",
        "truncatedPayload",
    ]

    /// How much makes a GO more than provisional.
    var lengths: [ContractLength] {
        switch self {
        case .roundTrips:
            gates.map {
                ContractLength(gate: $0, "round trips", metric: "rtt.emulated", samples: 10_000)
            }
        case .faults:
            [
                ContractLength(
                    gate: .g3, "malformed frames", metric: "fault.named", samples: 5_000)
            ]
        case .runtimeKilled:
            [ContractLength(gate: .g4, "deaths", metric: "g4.emulated.kills", samples: 100)]
        case .editorKilled:
            [ContractLength(gate: .g5, "deaths", metric: "g5.emulated.kills", samples: 100)]
        case .viewport:
            [ContractLength(gate: .g6, "pictures", metric: "g6.emulated.torn", samples: 3_000)]
        case .handles:
            [ContractLength(gate: .g7, "batches", metric: "handles.batches", samples: 100)]
        }
    }
}
