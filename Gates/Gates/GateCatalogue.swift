public import GateKit

/// All gates, and the procedures that gather their evidence.
public enum GateCatalogue {
    /// What each gate asks, in the order of the matrix.
    public static let declarations: [GateDeclaration] = [
        G1Gate.declaration,
        G2Gate.declaration,
        G3Gate.declaration,
        G4Gate.declaration,
        G5Gate.declaration,
        G6Gate.declaration,
        G7Gate.declaration,
    ]

    /// What can be performed, in the order in which a run performs it.
    public static let procedures: [any Procedure] = [
        RoundTripProcedure(), FuzzProcedure(), G4Procedure(), G5Procedure(),
        ViewportProcedure(), G7Procedure(),
    ]

    /// What is asked of Windows programs under Wine.
    public static let emulatedDeclarations = WineGates.declarations

    /// What can be performed of that.
    public static let emulatedProcedures: [any Procedure] =
        WinePart.allCases.map { WineProcedure(part: $0) }
}
