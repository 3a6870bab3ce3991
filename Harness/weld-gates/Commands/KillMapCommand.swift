public import ArgumentParser
import GateHost
public import GateKit
import GateReport
import GateRunner
import GateStore

/// Kills each stub at the system calls of its life.
struct KillMapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "killmap",
        abstract: "Kills each stub at the system calls of its life, one run each.",
        discussion: """
            A pair lives short lives: start, handshake, hand-over, pictures, a heartbeat, a \
            restart, the end. Each is lived once to count the system calls of every part; then the \
            stub is killed with SIGKILL at one of them, before the call or after it, and the other \
            side must recover or end as documented, nothing may be left, and the next editor in the \
            same place must start clean (Gates/Specification/gates.md#kill-map). What comes late is \
            tried up to three times.

              weld-gates killmap                          400 kills, a few minutes
              weld-gates killmap --all                    every system call
              weld-gates killmap --points 40              a sample, evenly over all parts
              weld-gates killmap --point editor/sweep/12  one of them, by its name in the map

            The map is kept in the store (v_kill_map) and shown by weld-gates report. Ends with 0 \
            where all is as documented, 100 where something is not, 10 where something was only \
            late, each time, and 79 where the machine does not let processes be followed (ptrace).
            """)

    @Option(help: "How many kills, the same number in each part of a life as far as it goes.")
    var points = 400

    @Flag(help: "Kill at every system call.")
    var all = false

    @Option(
        name: .customLong("point"),
        help: ArgumentHelp(
            "Kill at this one, such as runtime/publish/7/exit; may be repeated.",
            valueName: "name"))
    var named: [KillPoint] = []

    @OptionGroup var pair: SubjectOptions

    @OptionGroup var store: StoreOptions

    @Option(help: "The kind of host; ci where CI says so, else dev.")
    var hostClass: String?

    @OptionGroup var lock: LockOptions

    @Flag(help: "One JSON document on standard output instead of text.")
    var json = false

    @Flag(name: .shortAndLong, help: "Write a line for every kill to standard error.")
    var verbose = false

    func validate() throws {
        try Bound.check("--points", points, 1...Bound.most)
        if all, !named.isEmpty { throw ValidationError("--all and --point exclude each other.") }
        if hostClass?.isEmpty == true { throw ValidationError("--host-class must not be empty.") }
    }

    func run() async throws {
        try await Failure.leave(after: perform)
    }

    private func perform() async throws -> RunExitCode {
        try lock.check(store: store)
        try Program.require(forCommand: "killmap")
        let interruption = try Interruption.ofThisProcess()
        let machine = try lock.take(interruption)
        defer { machine.release() }
        let faults = Preconditions.faults(pair.subjects)
        if let fault = faults.first {
            throw Failure(sentence: fault.text, code: .preconditionMissing)
        }
        let journal = StoreJournal(store: try GateStore.open(store.path))
        let place = try CalibrationPlace(hasKeeper: false)
        defer { place.remove() }
        let making = KillMapRun(
            configuration: configuration, journal: journal, place: place.path,
            choice: named.isEmpty ? .spread(all ? nil : points) : .named(named),
            interruption: interruption, terminal: Terminal(descriptor: 2), verbose: verbose)
        let (map, isWhole) = try await making.perform()
        place.remove()
        interruption.leaveTheRest()
        if json {
            try StandardOutput.say(JSONText.of(map))
        } else {
            try StandardOutput.say(ValidationReport.terminal(map), terminator: "")
        }
        return isWhole || map.exitCode == .noGo ? map.exitCode : .inconclusive
    }

    private var configuration: RunConfiguration {
        RunConfiguration(
            declarations: Catalogue.declarations, procedures: [], gates: [], profile: .full,
            seed: 0, hostClass: hostClass ?? (Program.isCI ? "ci" : "dev"),
            attemptCommand: [Program.path, "attempt"], subjects: pair.subjects,
            invocation: [Fact("command", CommandLine.arguments.joined(separator: " "))],
            artefactDirectory: "\(store.directory)/artefacts",
            temporaryDirectory: Program.temporaryDirectory)
    }
}

extension KillPoint: ExpressibleByArgument {
    /// Understands `subject/phase/number` and `subject/phase/number/side`.
    public init?(argument: String) { self.init(argument) }
}
