/// The seven questions that a run answers; later gates take the next number (gates.md#vocabulary).
public enum GateID: String, Codable, CaseIterable, Comparable, Hashable, Sendable {
    case g1 = "G1"
    case g2 = "G2"
    case g3 = "G3"
    case g4 = "G4"
    case g5 = "G5"
    case g6 = "G6"
    case g7 = "G7"

    /// What the gate is about, in the words of gates.md#g1 and those after it.
    public var title: String {
        switch self {
        case .g1: "round-trip median"
        case .g2: "round-trip tail"
        case .g3: "fuzz"
        case .g4: "the runtime is killed"
        case .g5: "the editor is killed"
        case .g6: "the viewport"
        case .g7: "passing descriptors"
        }
    }

    /// Orders gates by their number.
    public static func < (left: GateID, right: GateID) -> Bool {
        left.rawValue < right.rawValue
    }
}
