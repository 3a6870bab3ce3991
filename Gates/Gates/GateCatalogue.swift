public import GateKit

/// All gates, and the procedures that gather their evidence.
public enum GateCatalogue {
    /// What each gate asks, in the order of the matrix.
    public static let declarations: [GateDeclaration] = [
        G1RoundTripMedian.declaration,
        G2RoundTripTail.declaration,
        G3Fuzz.declaration,
        G4RuntimeKilled.declaration,
        G5EditorKilled.declaration,
        GateDeclaration(
            id: .g6, question: "Do pixels cross the border without a tear and without age?",
            headlineCheck: "g6.torn", pendingReason: notImplemented),
        G7DescriptorPassing.declaration,
    ]

    /// What can be performed, in the order in which a run performs it.
    public static let procedures: [any Procedure] = [
        RoundTripProcedure(), FuzzProcedure(), DescriptorPassingProcedure(),
        RuntimeKilledProcedure(), EditorKilledProcedure(),
    ]

    private static let notImplemented = "not implemented yet"
}
