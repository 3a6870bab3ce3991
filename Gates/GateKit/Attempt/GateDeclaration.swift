/// What the catalogue of gates says of one gate, whether or not it can be run yet.
public struct GateDeclaration: Sendable {
    /// The gate.
    public let id: GateID
    /// The question that the gate answers, in one sentence.
    public let question: String
    /// The check whose figure stands in the matrix.
    public let headlineCheck: String
    /// Why the gate cannot be run yet; nil for a gate that can.
    public let pendingReason: String?

    /// Declares a gate.
    public init(id: GateID, question: String, headlineCheck: String, pendingReason: String? = nil) {
        self.id = id
        self.question = question
        self.headlineCheck = headlineCheck
        self.pendingReason = pendingReason
    }
}
