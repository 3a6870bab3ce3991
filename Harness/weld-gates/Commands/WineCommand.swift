import ArgumentParser
import Foundation
import GateKit
import GateReport
import GateRunner
import GateStore
import Gates

/// Runs gates of the stubs as Windows programs under Wine: the column "Windows (Wine 8.0)".
struct WineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wine",
        abstract: "Runs what Wine can show of the stubs as Windows programs.",
        discussion: """
            Its cells stand in a column of their own, marked as emulated: never instead of Windows. \
            The folder holds weld-editor.exe and weld-runtime.exe (CI/windows-stubs.sh makes them) \
            and weld-peer.exe. CI/windows.sh does all of it.

              weld-gates wine stubs
              weld-gates wine stubs --gate G3 --profile ci
            """)

    @Argument(help: "The folder of the Windows programs.")
    var folder: String

    @Option(
        name: .customLong("gate"),
        help: "Select a gate, such as G1; may be repeated. All unless given.")
    var gates: [GateID] = []

    @Option(help: "How long to look: smoke (about 2 min), ci or full.")
    var profile = Profile.smoke

    @OptionGroup var store: StoreOptions

    @Option(help: "Where the report is written.")
    var report = "results/report.md"

    @Option(help: "The seed of everything random; a new one unless given.")
    var seed: UInt64?

    @Flag(help: "Try no controls; a GO is then shown as GO (unproven) and ends with 10.")
    var noControls = false

    @Option(help: "The kind of host; ci where CI says so, else dev.")
    var hostClass: String?

    @OptionGroup var lock: LockOptions

    func run() async throws {
        try await Failure.leave(after: perform)
    }

    private func perform() async throws -> RunExitCode {
        let file = ReportFile(path: report, store: store)
        try lock.check(store: store, report: report)
        for program in ["weld-editor", "weld-runtime", "weld-peer"] {
            try Program.requireProgram("\(place)/\(program).exe")
        }
        try file.check()
        let interruption = try Interruption.ofThisProcess()
        let machine = try lock.take(interruption)
        defer { machine.release() }
        let own = try Program.privateDirectory()
        defer { own.remove() }
        let wine = try wine(in: own.path)
        let database = try GateStore.open(store.path)
        let progress = ProgressReporter(
            terminal: Terminal(descriptor: 2), verbose: false, isProven: !noControls, quiet: false,
            lengths: AttemptLengths(
                RunPlan(configuration(wine)).entries.map(\.plan),
                known: (try? database.attemptSeconds(at: profile)) ?? [:]))
        let dispatcher = RunDispatcher(
            configuration(wine), journal: StoreJournal(store: database), interruption: interruption
        ) { progress.receive($0) }
        let outcome: RunOutcome
        do throws(JournalError) {
            outcome = try await dispatcher.run()
        } catch {
            throw Failure(sentence: error.description, code: error.exitCode)
        }
        try file.write(database, run: outcome.run)
        interruption.leaveTheRest()
        do throws(StoreError) {
            try database.confirm(run: outcome.run)
        } catch {
            throw Failure.store(error)
        }
        let terminal = Terminal(descriptor: 1)
        let matrix = TerminalMatrix.render(outcome.results, earlierNoGo: [:]) {
            terminal.coloured($1, $0)
        }
        try StandardOutput.write(
            [
                matrix, PlatformID.wine.worth ?? "", "report: \(report)",
                "store:  \(store.path), run \(outcome.run)",
            ].joined(separator: "\n") + "\n")
        return outcome.exitCode
    }

    private var place: String { URL(fileURLWithPath: folder).path }

    /// Makes a prefix of this run's own.
    private func wine(in directory: String) throws(Failure) -> WinePrefix {
        do throws(WinePrefix.Missing) {
            let wine = try WinePrefix(
                programs: place, prefix: "\(directory)/prefix", home: directory,
                find: Preconditions.find)
            StandardError.say("making a prefix for \(wine.version)")
            try wine.make()
            return wine
        } catch {
            throw Failure(sentence: error.description, code: .preconditionMissing)
        }
    }

    private func configuration(_ wine: WinePrefix) -> RunConfiguration {
        var configuration = RunConfiguration(
            declarations: Catalogue.emulatedDeclarations, procedures: Catalogue.emulatedProcedures,
            gates: gates.isEmpty ? Catalogue.emulatedDeclarations.map(\.id) : gates,
            profile: profile, seed: seed ?? UInt64.random(in: 0...UInt64.max),
            withControls: !noControls, hostClass: hostClass ?? (Program.isCI ? "ci" : "dev"),
            attemptCommand: [Program.path, "attempt"],
            subjects: [
                SubjectBinary(.editor, path: "\(place)/weld-editor.exe"),
                SubjectBinary(.runtime, path: "\(place)/weld-runtime.exe"),
            ],
            invocation: [
                Fact("command", CommandLine.arguments.joined(separator: " ")),
                Fact("ci", Program.isCI ? "yes" : "no"), Fact("emulated by", wine.version),
            ],
            artefactDirectory: "\(store.directory)/artefacts",
            temporaryDirectory: Program.temporaryDirectory)
        for index in configuration.subjects.indices {
            // This system cannot start them.
            configuration.subjects[index].answers = false
        }
        configuration.platform = .wine
        configuration.keeperCommand = Program.keeperCommand
        configuration.planOptions = wine.planOptions
        configuration.companions = ["\(place)/weld-peer.exe"]
        return configuration
    }
}
