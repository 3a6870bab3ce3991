import ArgumentParser
import GateKit
import GateRunner
import GateStore

/// Finds out what a gate would have caught.
struct SensitivityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sensitivity",
        abstract: "Finds the smallest slowdown that a gate rejects with 95 % power.",
        discussion: """
            Slows the system under test by a growing time, by bisection, with short attempts; then \
            59 attempts in a row have to be rejected. Takes two minutes on a quiet machine.

              weld-gates sensitivity G1
            """)

    @Argument(help: "The gate, such as G1.")
    var gate: GateID

    @OptionGroup var store: StoreOptions

    @Option(help: "The seed of everything random; a new one unless given.")
    var seed: UInt64?

    @Option(help: "How many attempts in a row have to be rejected; 59 prove 95 % power.")
    var confirmations = 59

    @Option(help: "The kind of host; ci where CI says so, else dev.")
    var hostClass: String?

    @OptionGroup var lock: LockOptions

    func validate() throws {
        try Bound.check("--confirmations", confirmations, 1...Bound.most)
        if hostClass?.isEmpty == true { throw ValidationError("--host-class must not be empty.") }
    }

    func run() async throws {
        do throws(Failure) {
            try await perform()
        } catch {
            throw error.leave()
        }
    }

    private func perform() async throws(Failure) {
        try lock.check(store: store)
        try Program.require(for: [gate], at: .smoke)
        let interruption = try Interruption.ofThisProcess()
        let machine = try lock.take(interruption)
        defer { machine.release() }
        let journal = StoreJournal(store: try GateStore.open(store.path))
        let faults = Preconditions.faults(Program.subjects)
        if let fault = faults.first {
            throw Failure(sentence: fault.text, code: .preconditionMissing)
        }
        let run = SensitivityRun(
            configuration, journal: journal, interruption: interruption,
            confirmations: confirmations
        ) { StandardError.say($0) }
        let result: SensitivityResult
        do throws(SensitivityRun.Failure) {
            result = try await run.find(gate)
        } catch {
            throw Self.failure(error)
        }
        interruption.leaveTheRest()
        try StandardOutput.say(
            "\(gate.rawValue) would have caught +\(result.slowdown / 1_000) µs "
                + "(\(result.check), \(result.rejected) of \(result.tried) attempts rejected, "
                + "power above \(Int(result.provenPower * 100)) % at 95 % confidence)")
    }

    private var configuration: RunConfiguration {
        var configuration = RunConfiguration(
            declarations: Catalogue.declarations, procedures: Catalogue.procedures, gates: [gate],
            profile: .smoke, seed: seed ?? UInt64.random(in: 0...UInt64.max),
            hostClass: hostClass ?? (Program.isCI ? "ci" : "dev"),
            attemptCommand: [Program.path, "attempt"], subjects: Program.subjects,
            invocation: [Fact("command", CommandLine.arguments.joined(separator: " "))],
            artefactDirectory: "\(store.directory)/artefacts",
            temporaryDirectory: Program.temporaryDirectory)
        configuration.keeperCommand = Program.keeperCommand
        return configuration
    }

    static func failure(_ failure: SensitivityRun.Failure) -> Failure {
        switch failure {
        case .noTimedControl(let gate):
            Failure(
                sentence:
                    "\(gate.rawValue) has no control whose value is a time, such as echo-delay",
                code: .nothingToJudge)
        case .hostTooNoisy(let made):
            Failure(
                sentence:
                    "the host is too noisy to tell (\(made) attempts); try on a quiet machine",
                code: .inconclusive)
        case .precondition(let text): Failure(sentence: text, code: .preconditionMissing)
        case .attempt(let text, let code): Failure(sentence: text, code: code)
        case .ended(let text): Failure(sentence: "no result: \(text)", code: .inconclusive)
        case .journal(let error): Failure(sentence: error.description, code: error.exitCode)
        }
    }
}
