import ArgumentParser
import Foundation
import GateHost
import GateKit
import GateReport
import GateRunner
import GateStore
import Gates

/// Finds out whether the verdicts of this machine can be believed.
struct CalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Finds out whether verdicts on this machine can be believed.",
        discussion: """
            Runs all gates several times on the healthy pair, then plants three faults that the \
            judge is not told of (a torn picture, a wrong exit code, 2 ms on every Echo), then \
            looks for the smallest slowdown that G1 rejects. Prints false reds, undecided cells \
            and bounds. A machine is fit without any false red, without a fault that escaped and \
            with at most 5 % undecided cells.

              weld-gates calibrate                  five runs, about ten minutes
              weld-gates calibrate --runs 2 --gate G1 --gate G5 --no-sensitivity

            Ends with 0 where the machine is fit, with 10 where it is not. Nothing is kept unless \
            --keep names a folder.
            """)

    @Option(help: "How many healthy runs.")
    var runs = 5

    @Option(help: "How often each fault is planted.")
    var planted = 1

    @Option(
        name: .customLong("gate"),
        help: "Only this gate, such as G1; may be repeated. A fault of another is not planted.")
    var gates: [GateID] = []

    @Flag(help: "Look for no sensitivity.")
    var noSensitivity = false

    @Option(help: "How many attempts in a row have to be rejected for a sensitivity.")
    var confirmations = 20

    @Option(
        help: ArgumentHelp("A folder that keeps the store and the artefacts.", valueName: "dir"))
    var keep: String?

    @OptionGroup var lock: LockOptions

    @Flag(help: "One JSON document on standard output instead of text.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "One row of results/hosts.md instead of text, for a host of this name.",
            valueName: "host"))
    var row: String?

    @Flag(name: .shortAndLong, help: "Show what attempts do and write to standard error.")
    var verbose = false

    func validate() throws {
        try Bound.check("--runs", runs, 1...Bound.most)
        try Bound.check("--planted", planted, 0...Bound.most)
        try Bound.check("--confirmations", confirmations, 1...Bound.most)
        if json, row != nil { throw ValidationError("--json and --row exclude each other.") }
    }

    func run() async throws {
        try await Failure.leave(after: perform)
    }

    private func perform() async throws -> RunExitCode {
        try Program.require(
            for: gates.isEmpty ? Catalogue.declarations.map(\.id) : gates, at: .smoke)
        let interruption = try Interruption.ofThisProcess()
        let machine = try lock.take(interruption)
        defer { machine.release() }
        let place = try CalibrationPlace(keep)
        defer { place.remove() }
        let series = CalibrationSeries(
            store: try GateStore.open("\(place.path)/results.db"), place: place.path,
            gates: gates.isEmpty ? Catalogue.declarations.map(\.id) : gates,
            interruption: interruption,
            progress: ProgressReporter(
                terminal: Terminal(descriptor: 2), verbose: verbose, isProven: true))
        var calibration = Calibration()
        try await series.runHealthy(runs, into: &calibration)
        try await series.plant(planted, into: &calibration)
        if !noSensitivity {
            try await series.findSensitivity(confirmations, into: &calibration)
        }
        place.remove()
        interruption.leaveTheRest()
        if let row {
            try StandardOutput.say(calibration.row(row))
        } else if json {
            try StandardOutput.say(JSONText.of(CalibrationSummary(calibration)))
        } else {
            try StandardOutput.say(calibration.text(), terminator: "")
        }
        return calibration.isFit ? .go : .inconclusive
    }
}

/// Where a calibration keeps its store and its faulty stubs, or a kill map its sockets.
struct CalibrationPlace {
    /// The folder.
    let path: String
    private let own: RunDirectory?

    /// Makes the folder: a named one stays, a private one goes with this process.
    ///
    /// - Parameter hasKeeper: Whether a child keeps a private folder; not so for trials in this very
    ///   process, which count every process below it.
    init(_ kept: String? = nil, hasKeeper: Bool = true) throws(Failure) {
        guard let kept else {
            let directory = try Program.privateDirectory(hasKeeper: hasKeeper)
            own = directory
            path = directory.path
            return
        }
        own = nil
        path = URL(fileURLWithPath: kept).path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                sentence: "the folder \(path) cannot be made: \(error.localizedDescription); "
                    + "name another with --keep",
                code: .cannotWrite)
        }
    }

    /// Removes a private folder with everything in it.
    func remove() { own?.remove() }
}
