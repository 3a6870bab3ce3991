import Foundation
import GateKit
import GateReport
import GateRunner
import GateStore
import Gates

/// The runs of a calibration, one after the other in one store.
struct CalibrationSeries {
    let store: GateStore
    /// Where the store and the faulty stubs are.
    let place: String
    let gates: [GateID]
    let interruption: Interruption
    let progress: ProgressReporter

    // MARK: - Its three parts

    /// Runs the healthy pair so often, controls included.
    func runHealthy(_ count: Int, into calibration: inout Calibration) async throws(Failure) {
        for index in 1...count {
            let begin = ContinuousClock.now
            let outcome = try await run(configuration(gates), journal: StoreJournal(store: store))
            let seconds = Double((ContinuousClock.now - begin) / .milliseconds(1)) / 1000
            calibration.add(outcome.results, seconds: seconds)
            say("run \(index) of \(count): \(Self.words(outcome.results)), \(Int(seconds)) s")
        }
    }

    /// Plants each fault of a selected gate so often, without controls: the faulty pair is a real
    /// one for the judge.
    func plant(_ count: Int, into calibration: inout Calibration) async throws(Failure) {
        for fault in PlantedFault.allCases where gates.contains(fault.gate) && count > 0 {
            var planted = Calibration.Planted(fault: fault.name, gate: fault.gate)
            var configuration = configuration([fault.gate])
            configuration.withControls = false
            configuration.subjects = try subjects(with: fault)
            let journal = StoreJournal(store: store, isExpected: PlantedFault.isAnnouncement)
            for index in 1...count {
                configuration.seed = UInt64.random(in: 0...UInt64.max)
                let outcome = try await run(configuration, journal: journal)
                planted.add(outcome.results.first)
                say("planted \(fault.name), \(index) of \(count): \(Self.words(outcome.results))")
            }
            calibration.planted.append(planted)
        }
    }

    /// Looks for the smallest slowdown that G1 rejects.
    func findSensitivity(
        _ confirmations: Int, into calibration: inout Calibration
    ) async throws(Failure) {
        guard gates.contains(.g1) else { return }
        let search = SensitivityRun(
            configuration([.g1]), journal: StoreJournal(store: store), interruption: interruption,
            confirmations: confirmations
        ) { say("sensitivity, \($0)") }
        do throws(SensitivityRun.Failure) {
            calibration.sensitivity = try await search.find(.g1)
        } catch {
            try checkInterruption()
            calibration.noSensitivity = SensitivityCommand.failure(error).sentence
        }
    }

    // MARK: - One run

    private func run(
        _ configuration: RunConfiguration, journal: StoreJournal
    ) async throws(Failure) -> RunOutcome {
        let dispatcher = RunDispatcher(
            configuration, journal: journal, interruption: interruption
        ) { event in
            switch event {
            // A line a run is enough: what its attempts came out as is in the store.
            case .began, .attemptEnded, .ended: break
            default: progress.receive(event)
            }
        }
        let outcome: RunOutcome
        do throws(JournalError) {
            outcome = try await dispatcher.run()
        } catch {
            throw Failure(sentence: error.description, code: error.exitCode)
        }
        try checkInterruption()
        return outcome
    }

    private func checkInterruption() throws(Failure) {
        guard interruption.isRequested else { return }
        throw Failure(sentence: "the calibration was interrupted", code: .inconclusive)
    }

    private func say(_ text: String) { progress.receive(.note(text)) }

    private func configuration(_ gates: [GateID]) -> RunConfiguration {
        var configuration = RunConfiguration(
            declarations: Catalogue.declarations, procedures: Catalogue.procedures, gates: gates,
            profile: .smoke, seed: UInt64.random(in: 0...UInt64.max),
            hostClass: Program.isCI ? "ci" : "dev", attemptCommand: [Program.path, "attempt"],
            subjects: Program.subjects,
            invocation: [Fact("command", CommandLine.arguments.joined(separator: " "))],
            artefactDirectory: "\(place)/artefacts",
            temporaryDirectory: Program.temporaryDirectory)
        configuration.keeperCommand = Program.keeperCommand
        return configuration
    }

    /// Writes the faulty stub as a script, and returns the pair with it.
    private func subjects(with fault: PlantedFault) throws(Failure) -> [SubjectBinary] {
        var subjects = Program.subjects
        for index in subjects.indices where subjects[index].role == fault.subject {
            let real = subjects[index].path
            // The name of the real one: tools show processes by it.
            let folder = "\(place)/\(fault.name)"
            let path = "\(folder)/\(URL(fileURLWithPath: real).lastPathComponent)"
            do {
                let files = FileManager.default
                try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try fault.wrapper(of: real).write(toFile: path, atomically: true, encoding: .utf8)
                try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            } catch {
                throw Failure(
                    sentence: "\(path) cannot be written: \(error.localizedDescription)",
                    code: .cannotWrite)
            }
            subjects[index].path = path
        }
        return subjects
    }

    /// Returns what a run came out as, such as `6 GO, G6 INCONCLUSIVE (host: …)`.
    private static func words(_ results: [GateResult]) -> String {
        let good = results.count { $0.verdict == .go }
        let others = results.filter { $0.verdict != .go }.map { result in
            let name = result.isUnproven ? "escaped" : result.verdict.rawValue
            return "\(result.gate.rawValue) \(name) (\(result.briefReason))"
        }
        return ((good > 0 ? ["\(good) GO"] : []) + others).joined(separator: ", ")
    }
}
