import GateKit
import Gates

/// Where the command line finds its gates: the one file that knows the catalogue.
enum Catalogue {
    /// What each gate asks.
    static let declarations: [GateDeclaration] = GateCatalogue.declarations

    /// What can be performed.
    static let procedures: [any Procedure] = GateCatalogue.procedures

    /// The same of Windows programs under Wine.
    static let emulatedDeclarations = GateCatalogue.emulatedDeclarations

    /// What of that can be performed.
    static let emulatedProcedures: [any Procedure] = GateCatalogue.emulatedProcedures

    /// Answers the floor's ping-pong on a descriptor until its end.
    static func answerFloor(descriptor: Int32) { FloorPeer.run(descriptor: descriptor) }
}
