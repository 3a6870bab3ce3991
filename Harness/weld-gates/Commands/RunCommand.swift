import ArgumentParser
import GateKit
import GateReport
import GateRunner
import GateStore
import Gates

/// Runs gates: the default.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs gates and computes their verdicts.",
        discussion: """
            A gate is GO when every check holds and every control, an attempt with a fault \
            switched on in the system under test, was caught for its own reason.

              weld-gates --all
              weld-gates --gate G1 --profile ci --seed 7
              weld-gates --gate G7 --no-controls --verbose
              weld-gates --gate G6 --keep-frames frames
              weld-gates --gate G3 --profile full --sanitized-stubs stubs
              weld-gates --all --editor ./our-editor --runtime ./our-runtime
              weld-gates --all --accept host --accept capacity

            Enter at its terminal, or kill -USR1 PID, has it say what runs now, how long it will \
            take and what was found so far. Ctrl-C ends it with what is stored by then.
            """)

    @Flag(help: "Select every gate.")
    var all = false

    @Option(
        name: .customLong("gate"), help: "Select a gate, such as G1; may be repeated.")
    var gates: [GateID] = []

    @Option(help: "How long to look: smoke (about 75 s), ci (about 10 min) or full.")
    var profile = Profile.smoke

    @OptionGroup var store: StoreOptions

    @Option(
        help: "Where the report is written; a page with figures goes beside a .md, as .html.")
    var report = "results/report.md"

    @Option(help: "The seed of everything random; a new one unless given.")
    var seed: UInt64?

    @Option(help: "How many replicates of each procedure instead of the profile's number.")
    var replicates: Int?

    @Option(help: "After how many seconds an attempt is ended, instead of its own deadline.")
    var timeout: Double?

    @OptionGroup var subjects: SubjectOptions

    @OptionGroup var options: ProcedureOptions

    @Flag(help: "Try no controls; a GO is then shown as GO (unproven) and ends with 10.")
    var noControls = false

    @Option(
        help: """
            Let a gate pass that is undecided for this cause alone; may be repeated. Never one \
            that is red, blind or pending.
            """)
    var accept: [Cause] = []

    @Flag(help: "Refuse a GO on a dirty tree or of a debug build.")
    var strict = false

    @Option(help: "The kind of host; ci where CI says so, else dev.")
    var hostClass: String?

    @OptionGroup var lock: LockOptions

    @Flag(help: "One JSON document on standard output instead of the matrix.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show what attempts do and write to standard error.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing of the run's progress.")
    var quiet = false

    func validate() throws {
        if all, !gates.isEmpty {
            throw ValidationError("--all and --gate exclude each other.")
        }
        if quiet, verbose {
            throw ValidationError("--quiet and --verbose exclude each other.")
        }
        if let replicates { try Bound.check("--replicates", replicates, 1...Bound.most) }
        if let timeout { try Bound.check("--timeout", seconds: timeout) }
        try options.validate(for: selected)
        if hostClass?.isEmpty == true { throw ValidationError("--host-class must not be empty.") }
    }

    func run() async throws {
        try await Failure.leave(after: perform)
    }

    private func perform() async throws -> RunExitCode {
        guard Program.seesProcesses else {
            throw Failure(
                sentence:
                    "/proc is not there, and without it nothing can be asked or judged; mount it "
                    + "(mount -t proc proc /proc), or give the container its own",
                code: .preconditionMissing)
        }
        guard all || !gates.isEmpty else {
            StandardError.say(
                "weld-gates: nothing selected: say --all or --gate G1, or see weld-gates list")
            StandardError.write(NextSteps(store: store).text)
            return .nothingToJudge
        }
        let prepared = try options.prepare(for: selected)
        let file = ReportFile(path: report, store: self.store)
        try lock.check(store: self.store, report: report)
        try Program.require(
            for: selected, at: profile, hasOwnCompositor: options.compositor == .sway)
        // Nothing is made before.
        try subjects.require()
        try file.check()
        try file.page?.check()
        let interruption = try Interruption.ofThisProcess()
        let questions = try StatusRequests()
        let machine = try lock.take(interruption)
        defer { machine.release() }
        let offer = try subjects.offer()
        let store = try GateStore.open(self.store.path)
        let configuration = configuration(prepared, offer)
        let progress = ProgressReporter(
            terminal: Terminal(descriptor: 2), verbose: verbose, isProven: !noControls,
            quiet: quiet,
            lengths: AttemptLengths(
                RunPlan(configuration).entries.map(\.plan),
                known: (try? store.attemptSeconds(at: profile)) ?? [:]))
        questions.answer { progress.status }
        let dispatcher = RunDispatcher(
            configuration, journal: StoreJournal(store: store),
            interruption: interruption
        ) { progress.receive($0) }
        let outcome: RunOutcome
        do throws(JournalError) {
            outcome = try await dispatcher.run()
        } catch {
            throw Failure(sentence: error.description, code: error.exitCode)
        }
        try file.write(store, run: outcome.run)
        try file.page?.write(store, run: outcome.run, as: .html)
        let accepted = accepted(outcome)
        interruption.leaveTheRest()
        let text = text(
            outcome, accepted, earlierNoGo: earlierNoGo(store, outcome),
            isOutside: offer?.isOutside ?? false)
        do throws(StoreError) {
            // The last look: a verdict is what the store says, so the store must say it.
            try store.confirm(run: outcome.run)
        } catch {
            throw Failure.store(error)
        }
        try StandardOutput.write(text + "\n")
        return accepted.code
    }

    private var selected: [GateID] { all ? Catalogue.declarations.map(\.id) : gates }

    private func configuration(
        _ prepared: [String: PreparedOption], _ offer: ContractProbe.Offer?
    ) -> RunConfiguration {
        var configuration = RunConfiguration(
            declarations: offer?.isOutside == true
                ? Outside.declarations : Catalogue.declarations, procedures: Catalogue.procedures,
            gates: selected, profile: profile,
            seed: seed ?? UInt64.random(in: 0...UInt64.max), replicates: replicates,
            deadlineSeconds: timeout, withControls: !noControls,
            hostClass: hostClass ?? (Program.isCI ? "ci" : "dev"),
            attemptCommand: [Program.path, "attempt"], subjects: subjects.subjects,
            invocation: [
                Fact("command", CommandLine.arguments.joined(separator: " ")),
                Fact("ci", Program.isCI ? "yes" : "no"),
                Fact(ProvenanceKey.strict, strict ? "yes" : "no"),
            ],
            artefactDirectory: "\(store.directory)/artefacts",
            temporaryDirectory: Program.temporaryDirectory, options: prepared)
        configuration.keeperCommand = Program.keeperCommand
        if let offer {
            configuration.canTry = { offer.has($0) }
            configuration.planOptions = offer.planOptions
            if offer.isOutside {
                for index in configuration.subjects.indices {
                    configuration.subjects[index].answers = false
                }
            }
        }
        configuration.companions = Program.companions
        return configuration
    }

    /// What the run ends with; one that was broken off is never let pass.
    private func accepted(_ outcome: RunOutcome) -> (code: RunExitCode, uses: [Acceptance.Use]) {
        let acceptance = Acceptance(outcome.state == .finished ? accept : [])
        return acceptance.exitCode(outcome.results, was: outcome.exitCode)
    }

    /// The gates that were NO-GO before on this commit: a later GO does not make that undone.
    private func earlierNoGo(_ store: GateStore, _ outcome: RunOutcome) -> [GateID: Int64] {
        let cells = (try? store.matrix()) ?? []
        return cells.filter { $0.runID == outcome.run }
            .reduce(into: [:]) { $0[$1.result.gate] = $1.earlierNoGo }
    }

    /// Ends with the matrix and where everything is; every reason stands in the matrix.
    private func text(
        _ outcome: RunOutcome, _ accepted: (code: RunExitCode, uses: [Acceptance.Use]),
        earlierNoGo: [GateID: Int64], isOutside: Bool
    ) -> String {
        guard !json else {
            let summary = RunSummary(outcome, accepted, store: store.path, report: report)
            return JSONText.of(summary)
        }
        let terminal = Terminal(descriptor: 1)
        let matrix = TerminalMatrix.render(outcome.results, earlierNoGo: earlierNoGo) {
            terminal.coloured($1, $0)
        }
        let page = ReportFile(path: report, store: self.store).page.map { "\npage:   \($0.path)" }
        let places = "report: \(report)\(page ?? "")\nstore:  \(store.path), run \(outcome.run)"
        return
            ([matrix] + (isOutside ? Outside.sentences(selected) : []) + [places]
            + accepted.uses.map { "accepted: \($0.sentence)" }
            + (outcome.state == .interrupted ? ["The run was interrupted."] : []))
            .joined(separator: "\n")
    }
}
