public import GateKit

/// All gates, and the procedures that gather their evidence.
public enum GateCatalogue {
    /// What each gate asks, in the order of the matrix.
    public static let declarations: [GateDeclaration] = [
        G1RoundTripMedian.declaration,
        G2RoundTripTail.declaration,
        GateDeclaration(
            id: .g3, question: "Does every malformed frame meet the error that it must?",
            headlineCheck: "g3.errors-as-predicted", pendingReason: notImplemented),
        G4RuntimeKilled.declaration,
        G5EditorKilled.declaration,
        GateDeclaration(
            id: .g6, question: "Do pixels cross the border without a tear and without age?",
            headlineCheck: "g6.torn", pendingReason: notImplemented),
        G7DescriptorPassing.declaration,
    ]

    /// What can be performed, in the order in which a run performs it.
    public static let procedures: [any Procedure] = [
        RoundTripProcedure(), DescriptorPassingProcedure(), RuntimeKilledProcedure(),
        EditorKilledProcedure(),
    ]

    private static let notImplemented = "not implemented yet"
}
