import Foundation
import GateKit
import GateRunner
import Glibc

/// One run in a process of its own, so that tests may run side by side and kill it.
struct FixtureJudge {
    private let procedure: String
    private let options: [String: String]

    /// Takes the procedure's name and `KEY=VALUE` options.
    init(_ arguments: [String]) {
        procedure = arguments[0]
        let pairs = arguments.dropFirst().map { $0.split(separator: "=", maxSplits: 1) }
        options = Dictionary(
            pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) },
            uniquingKeysWith: { $1 })
    }

    /// Makes the run and prints a transcript as one JSON document.
    func run() async {
        let journal = MemoryJournal(refusesAfter: options["refuses-after"].flatMap { Int($0) })
        do {
            let interruption = try Interruption()
            try interruption.catchSignals()
            let dispatcher = RunDispatcher(
                configuration(), journal: journal, interruption: interruption
            ) { event in
                if case .progress(let text) = event { Self.say(text) }
            }
            let outcome = try await dispatcher.run()
            let transcript = Transcript(
                results: outcome.results, controls: outcome.controls, state: outcome.state,
                exitCode: outcome.exitCode.rawValue, attempts: journal.all)
            print(String(decoding: try JSONEncoder().encode(transcript), as: UTF8.self))
            withExtendedLifetime(interruption) {}
        } catch {
            Self.say("\(error)")
            exit(RunExitCode.cannotWrite.rawValue)
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    private func configuration() -> RunConfiguration {
        var limits = AttemptLimits()
        limits.evidence = seconds("evidence", 2)
        limits.termGrace = seconds("term-grace", 0.3)
        limits.lingering = seconds("lingering", 0.3)
        limits.orphanGrace = seconds("orphan-grace", 0.3)
        limits.outputBytes = options["output-bytes"].flatMap { Int($0) } ?? limits.outputBytes
        limits.lineBytes = 1 << 20
        limits.runArtefactBytes =
            options["artefact-bytes"].flatMap { Int($0) } ?? limits.runArtefactBytes
        let procedures = FixtureProcedure.all.filter { $0.name == procedure }
        var configuration = RunConfiguration(
            declarations: [
                GateDeclaration(id: .g1, question: "?", headlineCheck: "g1.wrong"),
                GateDeclaration(
                    id: .g3, question: "?", headlineCheck: "g3.wrong",
                    pendingReason: "not implemented yet"),
            ],
            procedures: procedures, gates: [.g1, .g3], profile: .smoke, seed: 7,
            deadlineSeconds: options["deadline"].flatMap { Double($0) }, hostClass: "test",
            attemptCommand: [executable(), "attempt"], subjects: subjects(),
            artefactDirectory: options["artefacts"] ?? "/nonexistent",
            temporaryDirectory: options["temporary"] ?? "/tmp", limits: limits)
        // Its own, so that judges side by side do not see each other's.
        configuration.sharedMemoryPrefix = "weld-fixture-\(getpid())-"
        if options["keeper"] == "yes" {
            configuration.keeperCommand = [CommandLine.arguments[0], "keep"]
        }
        return configuration
    }

    private func seconds(_ key: String, _ fallback: Double) -> Duration {
        .seconds(options[key].flatMap { Double($0) } ?? fallback)
    }

    private func subjects() -> [SubjectBinary] {
        options["runtime"].map { [SubjectBinary(.runtime, path: $0)] } ?? []
    }

    private func executable() -> String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    }
}

/// What came of a run.
struct Transcript: Codable, Sendable {
    var results: [GateResult]
    var controls: [ControlResult]
    var state: RunRecord.State
    var exitCode: Int32
    var attempts: [MemoryJournal.Attempt]
}
