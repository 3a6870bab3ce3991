public import GateKit

/// Which causes a caller lets pass where they leave a gate undecided
/// (credibility.md#green-that-can-be-believed).
///
/// What is violated, blind, broken, pending or undecided for any other reason is never let pass.
public struct Acceptance: Hashable, Sendable {
    /// A gate that passes although it is undecided.
    public struct Use: Codable, Hashable, Sendable {
        /// The gate.
        public var gate: GateID
        /// What left it undecided.
        public var cause: Cause
        /// Why, in at most 25 words.
        public var reason: String

        /// The use in words, such as `G1 undecided by the host: 3 of 10 samples set aside`.
        public var sentence: String {
            let by = cause == .host ? "the host" : "the host's capacity"
            return "\(gate.rawValue) undecided by \(by): \(reason)"
        }
    }

    /// The accepted causes.
    public var causes: Set<Cause>

    /// Accepts these causes; none of them accepts nothing.
    public init(_ causes: some Sequence<Cause>) { self.causes = Set(causes) }

    /// Returns what a run ends with, and what was let pass for that.
    ///
    /// Only INCONCLUSIVE becomes GO, and only where every gate that is no GO is undecided for an
    /// accepted cause: one that is not leaves the whole run as it is, with no use at all.
    public func exitCode(
        _ results: [GateResult], was code: RunExitCode
    ) -> (code: RunExitCode, uses: [Use]) {
        let open = results.filter { $0.verdict != .go && $0.verdict != .skip }
        guard code == .inconclusive, !open.isEmpty else { return (code, []) }
        var uses: [Use] = []
        for result in open.sorted(by: { $0.gate < $1.gate }) {
            guard result.verdict == .inconclusive, let cause = result.cause, causes.contains(cause)
            else { return (code, []) }
            uses.append(
                Use(gate: result.gate, cause: cause, reason: CellWords.withoutCause(result)))
        }
        return (.go, uses)
    }
}

extension GateResult {
    /// Why, in at most 25 words, the cause first, as a cell of the matrix says it.
    public var briefReason: String { CellWords.reason(self) }
}
