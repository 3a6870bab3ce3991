import ArgumentParser
import GateRunner

/// Performs one attempt; started by `run`, never by hand.
struct AttemptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attempt", abstract: "Performs one attempt of a run.", shouldDisplay: false)

    func run() { AttemptMain.run(Catalogue.procedures) }
}

/// Answers the bare ping-pong that round trips are compared with; started by attempts.
struct FloorPeerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floor-peer", abstract: "Answers an attempt's ping-pong on descriptor 3.",
        shouldDisplay: false)

    func run() { Catalogue.answerFloor(descriptor: 3) }
}
