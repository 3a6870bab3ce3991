import ArgumentParser
import GateRunner

/// Performs one attempt; started by `run`, never by hand.
struct AttemptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attempt", abstract: "Performs one attempt of a run.", shouldDisplay: false)

    func run() { AttemptMain.run(Catalogue.procedures + Catalogue.emulatedProcedures) }
}

/// Answers the bare ping-pong that round trips are compared with; started by attempts.
struct FloorPeerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floor-peer", abstract: "Answers an attempt's ping-pong on descriptor 3.",
        shouldDisplay: false)

    func run() { Catalogue.answerFloor(descriptor: 3) }
}

/// Makes a run's private directory and removes it when everybody of the run is gone; started by the
/// commands that need one.
struct KeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keeps the private directory of a run.",
        shouldDisplay: false)

    @Argument(help: "How the directory's path begins.")
    var beginning: String

    func run() { DirectoryKeeper.main(beginning) }
}
