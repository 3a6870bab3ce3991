public import ArgumentParser
public import GateKit
import GateReport
import GateRunner

/// Lets system calls of each stub and of the judge fail.
struct FaultMapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faultmap",
        abstract: "Lets system calls of each stub and of the judge fail, one a life.",
        discussion: """
            A pair lives the short lives of killmap. Each is lived first to learn its system calls; \
            then one call of one stub returns an error that its manual page knows: the first, the \
            third and the last of its name in each part of the life, with each error. The life \
            must go on, or the stub must end with a documented code and a sentence, and the other \
            as documented; no crash, no hang, and nothing left. So do the calls by which the judge \
            handles processes, in runs of G7: it may fail, but says so and blames nobody \
            (Gates/Specification/gates.md#fault-map).

              weld-gates faultmap                          120 lives, a few minutes
              weld-gates faultmap --all                    every call, turn and error: an hour
              weld-gates faultmap --point editor/handshake/accept4/EMFILE/first

            Nothing is stored. Ends with 0 where all is as documented, 100 where something is not, \
            10 where no call came, and 79 where the machine does not let processes be followed \
            (ptrace).
            """)

    @Option(help: "How many lives, evenly over all calls, turns and errors.")
    var points = 120

    @Flag(help: "Let every call fail, in each turn and with each error.")
    var all = false

    @Option(
        name: .customLong("point"),
        help: ArgumentHelp(
            "Let this one fail, such as runtime/publish/ppoll/EINTR/last; may be repeated.",
            valueName: "name"))
    var named: [FaultPoint] = []

    @Option(
        name: .customLong("of"),
        help: "Only calls of this one: editor, runtime, harness or attempt; may be repeated.")
    var subjects: [FaultSubject] = []

    @OptionGroup var pair: SubjectOptions

    @OptionGroup var lock: LockOptions

    @Option(help: "How the map is spelled: markdown or terminal.")
    var format = MapFormat.terminal

    @Flag(help: "One JSON document on standard output instead of text.")
    var json = false

    @Flag(name: .shortAndLong, help: "Write a line for every life to standard error.")
    var verbose = false

    func validate() throws {
        try Bound.check("--points", points, 1...Bound.most)
        if all, !named.isEmpty { throw ValidationError("--all and --point exclude each other.") }
    }

    func run() async throws {
        try await Failure.leave(after: perform)
    }

    private func perform() async throws -> RunExitCode {
        try Program.require(forCommand: "faultmap")
        let interruption = try Interruption.ofThisProcess()
        let machine = try lock.take(interruption)
        defer { machine.release() }
        let faults = Preconditions.faults(pair.subjects)
        if let fault = faults.first {
            throw Failure(sentence: fault.text, code: .preconditionMissing)
        }
        let place = try CalibrationPlace(hasKeeper: false)
        defer { place.remove() }
        let living = FaultMapRun(
            pair: pair.subjects, subjects: subjects.isEmpty ? FaultSubject.allCases : subjects,
            place: place.path,
            choice: named.isEmpty ? .spread(all ? nil : points) : .named(named),
            interruption: interruption, terminal: Terminal(descriptor: 2), verbose: verbose)
        let (map, isWhole) = try living.perform()
        place.remove()
        interruption.leaveTheRest()
        if json {
            try StandardOutput.say(JSONText.of(map))
        } else {
            try StandardOutput.say(format.spell(map), terminator: "")
        }
        return isWhole || map.exitCode == .noGo ? map.exitCode : .inconclusive
    }
}

/// How a map is spelled for people.
enum MapFormat: String, ExpressibleByArgument {
    case markdown
    case terminal

    func spell(_ map: FaultMap) -> String {
        switch self {
        case .markdown: ValidationReport.markdown(map)
        case .terminal: ValidationReport.terminal(map)
        }
    }
}

extension FaultSubject: ExpressibleByArgument {}

extension FaultPoint: ExpressibleByArgument {
    /// Understands `subject/phase/call/error` and `subject/phase/call/error/turn`.
    public init?(argument: String) { self.init(argument) }
}
