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
        G6Viewport.declaration,
        G7DescriptorPassing.declaration,
    ]

    /// What can be performed, in the order in which a run performs it.
    public static let procedures: [any Procedure] = [
        RoundTripProcedure(), FuzzProcedure(), RuntimeKilledProcedure(), EditorKilledProcedure(),
        ViewportProcedure(), DescriptorPassingProcedure(),
    ]
}
