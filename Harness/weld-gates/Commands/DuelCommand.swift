import ArgumentParser
import Foundation
import GateHost
import GateKit
import GateReport
import GateRunner
import GateStore

/// Measures two commits, or two pairs of programs, against each other.
struct DuelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duel", abstract: "Finds out which of two commits is faster, and by how much.",
        discussion: """
            Builds both, measures them in one run, attempt beside attempt in the order A B B A or \
            B A A B by chance, and prints how much B differs from A with its interval at 95 %. \
            The judge is this program for both. Ends with 0 where B is not shown to be worse, with \
            100 where a median of B is, and with 10 where nothing can be said.

              weld-gates duel main~1 main                two commits, G1
              weld-gates duel v1.0 HEAD --gate G1 --gate G4 --rounds 40
              weld-gates duel v1.0 HEAD --bisect         the first commit that is worse
              weld-gates duel --editor-a a/weld-editor --runtime-a a/weld-runtime \\
                              --editor-b b/weld-editor --runtime-b b/weld-runtime
            """)

    @Argument(help: "Two commits, A and B, by any name that git knows; none for built programs.")
    var commits: [String] = []

    @Option(name: .customLong("gate"), help: "The gate that is measured; may be repeated.")
    var gates: [GateID] = [.g1]

    @Option(help: "How many rounds of four attempts are made.")
    var rounds = 20

    @Flag(help: "Walk the commits between A and B to the first that is worse.")
    var bisect = false

    @Option(help: ArgumentHelp("The editor of A, built already.", valueName: "path"))
    var editorA: String?

    @Option(help: ArgumentHelp("The runtime of A, built already.", valueName: "path"))
    var runtimeA: String?

    @Option(help: ArgumentHelp("The editor of B, built already.", valueName: "path"))
    var editorB: String?

    @Option(help: ArgumentHelp("The runtime of B, built already.", valueName: "path"))
    var runtimeB: String?

    @Option(
        help: ArgumentHelp(
            "Where builds are kept between duels; the repository's .build/duel unless given.",
            valueName: "dir"))
    var scratch: String?

    @OptionGroup var store: StoreOptions

    @Option(help: "The seed of everything random; a new one unless given.")
    var seed: UInt64?

    @Option(help: "The kind of host; ci where CI says so, else dev.")
    var hostClass: String?

    @OptionGroup var lock: LockOptions

    @Flag(help: "One JSON document on standard output instead of text.")
    var json = false

    func validate() throws {
        try Bound.check("--rounds", rounds, 1...Bound.most)
        if hostClass?.isEmpty == true { throw ValidationError("--host-class must not be empty.") }
        let programs = [editorA, runtimeA, editorB, runtimeB].compactMap(\.self)
        guard programs.isEmpty else {
            guard commits.isEmpty, programs.count == 4, !bisect else {
                throw ValidationError(
                    "Programs that are built already are four: --editor-a, --runtime-a, --editor-b "
                        + "and --runtime-b, without commits and without --bisect.")
            }
            return
        }
        guard commits.count == 2 else {
            throw ValidationError("A duel has two sides: name two commits, or four programs.")
        }
    }

    func run() async throws {
        try await Failure.leave(after: perform)
    }

    private func perform() async throws -> RunExitCode {
        try lock.check(store: store)
        let builder = commits.isEmpty ? nil : try DuelBuilder(scratch: scratch)
        let named = try builder?.commits(commits)
        let interruption = try Interruption.ofThisProcess()
        defer { builder?.remove() }
        // Before minutes of building.
        try Program.require(for: gates, at: .smoke)
        if bisect, let builder, let named {
            _ = try builder.commits(between: named[0], and: named[1])
        }
        let sides = try sides(builder, named, interruption)
        let machine = try lock.take(interruption)
        defer { machine.release() }
        let ring = DuelRing(
            configuration: configuration,
            journal: StoreJournal(store: try GateStore.open(store.path)),
            interruption: interruption, rounds: rounds)
        let (run, results) = try await ring.fight(sides)
        var answer = DuelAnswer(
            run: run, a: named?[0].name ?? "A", b: named?[1].name ?? "B", results: results)
        if bisect, let builder, let named, answer.isWorse {
            answer.firstWorse = try await DuelBisection(
                builder: builder, ring: ring, interruption: interruption
            ).firstWorse(from: named[0], to: named[1], as: results)
        }
        interruption.leaveTheRest()
        try StandardOutput.say(json ? JSONText.of(answer) : answer.text)
        return answer.exitCode
    }

    /// The programs of both sides: those that are named, or those of the commits.
    private func sides(
        _ builder: DuelBuilder?, _ commits: [DuelBuilder.Commit]?, _ interruption: Interruption
    ) throws -> [DuelSide: [SubjectBinary]] {
        if let builder, let commits {
            return [
                .a: try builder.build(commits[0], interruption),
                .b: try builder.build(commits[1], interruption),
            ]
        }
        func pair(_ editor: String?, _ runtime: String?) throws(Failure) -> [SubjectBinary] {
            let paths = [editor ?? "", runtime ?? ""].map { URL(fileURLWithPath: $0).path }
            for path in paths { try Program.requireProgram(path) }
            return [
                SubjectBinary(.editor, path: paths[0]), SubjectBinary(.runtime, path: paths[1]),
            ]
        }
        return [.a: try pair(editorA, runtimeA), .b: try pair(editorB, runtimeB)]
    }

    private var configuration: RunConfiguration {
        var configuration = RunConfiguration(
            declarations: Catalogue.declarations, procedures: Catalogue.procedures, gates: gates,
            profile: .smoke, seed: seed ?? UInt64.random(in: 0...UInt64.max), withControls: false,
            hostClass: hostClass ?? (Program.isCI ? "ci" : "dev"),
            attemptCommand: [Program.path, "attempt"], subjects: Program.subjects,
            invocation: [Fact("command", CommandLine.arguments.joined(separator: " "))],
            artefactDirectory: "\(store.directory)/artefacts",
            temporaryDirectory: Program.temporaryDirectory)
        configuration.keeperCommand = Program.keeperCommand
        configuration.companions = Program.companions
        return configuration
    }
}
