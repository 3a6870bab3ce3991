import Foundation
public import GateKit
import GateReport

/// What `weld-gates` says, and ends with, where its gates cannot run
/// (portability.md#weld-gates-off-linux).
public struct PortableAnswer: Hashable, Sendable {
    /// What goes to standard output.
    public var output: String
    /// What goes to standard error.
    public var error: String
    /// What the program ends with.
    public var code: RunExitCode

    /// Answers the arguments after the program's name, by what is true of the system.
    public static func to(_ arguments: [String], _ facts: SystemFacts) -> PortableAnswer {
        do throws(PortableUsage) {
            return answer(try PortableCommand.parse(arguments), facts)
        } catch {
            let sentence = PrintableText.line(error.sentence)
            return PortableAnswer(output: "", error: "weld-gates: \(sentence)\n", code: .usage)
        }
    }

    private static func answer(_ command: PortableCommand, _ facts: SystemFacts) -> PortableAnswer {
        switch command {
        case .help: PortableAnswer(output: help, error: "", code: .go)
        case .version: PortableAnswer(output: "weld-gates 0.1.0\n", error: "", code: .go)
        case .doctor(let isJSON):
            PortableAnswer(
                output: isJSON ? json(PortableDoctor(facts)) : PortableDoctor(facts).text,
                error: "",
                code: .preconditionMissing)
        case .run(let gates, let isJSON): run(gates, facts, isJSON: isJSON)
        }
    }

    private static func run(
        _ gates: [GateID], _ facts: SystemFacts, isJSON: Bool
    ) -> PortableAnswer {
        let results = gates.map { facts.result(of: $0) }
        let code = RunExitCode.of(results, faults: [])
        let output =
            isJSON
            ? json(Run(exitCode: code.rawValue, gates: results.map { Cell($0) }))
            : TerminalMatrix.render(results) + "\n" + next
        return PortableAnswer(output: output, error: "", code: code)
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Texts and words alone: nothing of them has no JSON.
        let data = (try? encoder.encode(value)) ?? Data("null".utf8)
        return PrintableText.json(String(decoding: data, as: UTF8.self)) + "\n"
    }

    /// The answer for programs; the names are those of `weld-gates run --json` on Linux.
    private struct Run: Encodable {
        var exitCode: Int32
        var gates: [Cell]
    }

    /// A gate of it.
    private struct Cell: Encodable {
        var gate: GateID
        var verdict: Verdict
        var reason: String

        init(_ result: GateResult) {
            gate = result.gate
            verdict = result.verdict
            reason = result.sentence
        }
    }
}

/// What `doctor` found; its properties are the fields of `--json` (preconditions.md#doctor).
struct PortableDoctor: Encodable {
    /// The one thing that is looked for.
    struct Check: Encodable {
        var name: String
        var status = "missing"
        var isThere = false
        var found: String
        var why: String
        var neededBy = GateID.allCases.map(\.rawValue)
        var remedy = "CI/gates.sh on a machine with Linux"
    }

    var checks: [Check]
    var missing = 1
    var exitCode = RunExitCode.preconditionMissing.rawValue

    /// Names what is missing: what every gate needs of the machine, or the judge's own layer for it.
    init(_ facts: SystemFacts) {
        let check =
            facts.processTableError == nil
            ? Check(name: "build", found: facts.finding, why: "it starts and watches both stubs")
            : Check(
                name: "proc", found: facts.finding,
                why: "processes, descriptors and memory are looked at there")
        checks = [check]
    }

    /// The same for people.
    var text: String {
        checks.map { check in
            """
            missing  \(check.name): \(check.found)
                     for every gate: \(check.why)
                     to mend it: \(check.remedy)

            """
        }.joined()
    }
}

extension SystemFacts {
    /// What was found of the need that every gate has, in one sentence without a full stop.
    var finding: String {
        guard let error = processTableError else {
            return "\(Self.processTable) is there, but not the judge's layer for this system"
        }
        return "\(Self.processTable) cannot be read (error \(error))"
    }

    /// What a gate comes out as: SKIP where the machine lacks what every gate needs; where it has that,
    /// nothing proves that the gate could not run, and it is PENDING.
    func result(of gate: GateID) -> GateResult {
        let verdict: Verdict = processTableError == nil ? .pending : .skip
        let why = "\(platform.title): \(finding)"
        return GateResult(
            gate: gate, verdict: verdict, contractVerdict: verdict,
            reason: verdict == .pending ? .pending(why: why) : .recorded(text: why))
    }
}

extension PortableAnswer {
    private static let next = """
        What can be shown on this machine: CI/portable.sh builds the engine and both stubs and tests \
        the wire, the verdicts and the report.
        Gates run on Linux: CI/gates.sh there.

        """

    private static let help = """
        OVERVIEW: Answers GO or NO-GO, gate by gate, where gates can run: on Linux.

        On this system the judge cannot look at processes, so that each gate is SKIP, with what was
        found on this very machine as its reason; nothing is stored.

        USAGE: weld-gates [run] (--all | --gate <gate> ...) [--json]
               weld-gates doctor [--json]

          --all            all gates
          --gate <gate>    one of G1 to G7; may be repeated
          --json           one JSON document instead of text
          --version        the version
          -h, --help       this text

        Exit codes: 0 help and version · 4 every gate is SKIP · 10 PENDING · 64 usage · 79 doctor: \
        something is missing on this machine.

        """
}
