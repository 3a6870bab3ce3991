import GateKit
import PortableGates
import Testing

@Suite("weld-gates where no gate can run")
struct PortableAnswerTests {
    private static let mac = SystemFacts(platform: .macos, processTableError: 2)
    private static let odd = SystemFacts(platform: .windows, processTableError: nil)

    @Test("every gate is SKIP, with what the machine refused")
    func skips() {
        let answer = PortableAnswer.to(["--all"], Self.mac)
        #expect(answer.code == .nothingToJudge)
        for gate in GateID.allCases {
            let line = answer.output.split(separator: "\n").first { $0.hasPrefix(gate.rawValue) }
            #expect(line?.contains("SKIP") == true)
            #expect(line?.contains("macOS: /proc/self/stat cannot be read (error 2)") == true)
        }
        #expect(answer.output.contains("CI/portable.sh"))
        #expect(answer.error.isEmpty)
    }

    @Test("a machine that lacks nothing proves no SKIP: its gates are PENDING")
    func pending() {
        let answer = PortableAnswer.to(["run", "--gate", "G3"], Self.odd)
        #expect(answer.code == .inconclusive)
        #expect(answer.output.contains("PENDING"))
        #expect(!answer.output.contains("SKIP"))
    }

    @Test("only the gates that are named are answered, however they are spelled")
    func some() {
        let output = PortableAnswer.to(["--gate", "g7", "--gate", "G1"], Self.mac).output
        #expect(output.contains("\nG1 ") && output.contains("\nG7 "))
        #expect(!output.contains("\nG2 "))
    }

    @Test("the document for programs names gate, verdict and reason")
    func document() {
        let output = PortableAnswer.to(["--gate", "G5", "--json"], Self.mac).output
        #expect(
            output == """
                {
                  "exitCode" : 4,
                  "gates" : [
                    {
                      "gate" : "G5",
                      "reason" : "macOS: /proc/self/stat cannot be read (error 2)",
                      "verdict" : "SKIP"
                    }
                  ]
                }

                """)
    }

    @Test("doctor names what is missing, in words and for programs", arguments: [mac, odd])
    func doctor(facts: SystemFacts) {
        let words = PortableAnswer.to(["doctor"], facts)
        let document = PortableAnswer.to(["doctor", "--json"], facts)
        #expect(words.code == .preconditionMissing)
        #expect(words.output.hasPrefix("missing  \(facts == Self.mac ? "proc" : "build"): "))
        #expect(document.code == .preconditionMissing)
        #expect(document.output.contains("\"status\" : \"missing\""))
    }

    @Test(
        "what makes no sense here is said in one line, and ends with 64",
        arguments: [
            ([], "no gate was named"), (["--gate"], "--gate takes"),
            (["--gate", "G8"], "no gate 'G8'"), (["--profile", "ci"], "'--profile'"),
            (["report"], "'report' is not built"), (["doctor", "--all"], "'--all'"),
            (["--gate", "\u{1B}[2J\n"], "no gate '\\u{1B}[2J '"),
        ] as [([String], String)])
    func usage(arguments: [String], words: String) {
        let answer = PortableAnswer.to(arguments, Self.mac)
        #expect(answer.code == .usage)
        #expect(answer.output.isEmpty)
        #expect(answer.error.hasPrefix("weld-gates: "))
        #expect(answer.error.contains(words))
        #expect(answer.error.last == "\n" && !answer.error.dropLast().contains("\n"))
    }

    @Test("help and version end with 0", arguments: [["--help"], ["-h"], ["help"], ["--version"]])
    func help(arguments: [String]) {
        let answer = PortableAnswer.to(arguments, Self.mac)
        #expect(answer.code == .go)
        #expect(answer.output.contains("GO or NO-GO") || answer.output.hasPrefix("weld-gates "))
    }

    @Test("what is said of this machine was found on it")
    func here() {
        #expect(
            SystemFacts.here().processTableError == nil || SystemFacts.here().platform != .linux)
    }
}
