public import GateKit

/// What can be said of a pair that makes no offer and reports no events, by looking at it from outside
/// alone (contract.md#outside).
///
/// Nothing has shown that a fault in such a pair would be seen, so its gates are "GO (unproven)" at
/// best, and each names what else was not shown.
public enum Outside {
    /// What of a gate nobody can see without events, without sabotages or by a start of the
    /// contract's, each in a few words; nil for a gate that cannot be judged at all.
    public static func missing(_ gate: GateID) -> [String]? {
        switch gate {
        case .g1: ["its clock", "frames for the judge's own peer", "rounds without drawing"]
        case .g2: ["rounds without drawing"]
        case .g3:
            [
                "names of errors", "the editor", "leaks", "10 000 messages/s", "a blocked reader",
                "texts", "descriptors",
            ]
        case .g5: ["when it noticed", "phases", "what is left", "the next editor's sweep"]
        case .g4, .g6, .g7: nil
        }
    }

    /// What a gate says that cannot be judged from outside.
    static func pendingReason(_ gate: GateID) -> String? {
        switch gate {
        case .g4: "not from outside: recovery is what an editor reports"
        case .g6: "not from outside: pictures are judged by what both report"
        case .g7: "not from outside: descriptors are passed in a lab of the pair's own"
        default: nil
        }
    }

    /// The catalogue of such a pair.
    public static let declarations: [GateDeclaration] = GateCatalogue.declarations.map {
        GateDeclaration(
            id: $0.id, question: $0.question, headlineCheck: $0.headlineCheck,
            pendingReason: $0.pendingReason ?? pendingReason($0.id))
    }

    /// What tells an attempt that its subject is such a pair, and whether its editor makes an offer.
    public static func planOptions(hasOfferedEditor: Bool) -> [String: String] {
        [option: hasOfferedEditor ? runtimeAlone : "pair"]
    }
    fileprivate static let option = "outside"
    fileprivate static let runtimeAlone = "runtime"

    /// The missing proofs of a gate as lengths of which a run has nothing: the matrix and the report
    /// name them, and the store keeps them.
    static func lengths(_ gate: GateID) -> [ContractLength] {
        (missing(gate) ?? []).map {
            ContractLength(gate: gate, $0, metric: "outside.not-shown", samples: 1)
        }
    }

    /// One sentence for each selected gate that was judged.
    public static func sentences(_ gates: [GateID]) -> [String] {
        gates.compactMap { gate in
            missing(gate).map {
                "\(gate.rawValue) was judged from outside. Not shown: \($0.joined(separator: ", "))."
            }
        }
    }
}

extension AttemptPlan {
    /// Whether the subject makes no offer: it is started as the milestone's, and reports nothing.
    var isOutside: Bool { options[Outside.option] != nil }

    /// Whether the editor of such a pair is one that keeps the contract.
    var hasOfferedEditor: Bool { options[Outside.option] == Outside.runtimeAlone }
}
