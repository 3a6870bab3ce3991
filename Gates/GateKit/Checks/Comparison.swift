/// How a check's figure has to stand to its threshold.
public enum Comparison: String, Codable, CaseIterable, Hashable, Sendable {
    case below = "<"
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="

    /// Whether the figure stands to the threshold as required.
    public func holds(_ value: Double, _ threshold: Double) -> Bool {
        switch self {
        case .below: value < threshold
        case .atMost: value <= threshold
        case .atLeast: value >= threshold
        case .equal: value == threshold
        }
    }

    /// Whether a smaller figure is the better one.
    public var smallerIsBetter: Bool { self != .atLeast }
}
