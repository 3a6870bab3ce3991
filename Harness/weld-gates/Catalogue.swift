import GateKit

/// Where the command line finds its gates: the one file that knows the catalogue.
enum Catalogue {
    /// What each gate asks.
    static let declarations: [GateDeclaration] = GateID.allCases.map {
        GateDeclaration(
            id: $0, question: $0.title, headlineCheck: "", pendingReason: "not implemented yet")
    }

    /// What can be performed.
    static let procedures: [any Procedure] = []

    /// Answers the floor's ping-pong on a descriptor until its end.
    static func answerFloor(descriptor: Int32) {}
}
