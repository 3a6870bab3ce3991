import Testing
import WeldContract

@testable import WeldStub

private struct Settings: Sendable, Equatable {
    var path = ""
    var count = 0
    var isLoud = false
    var words: [String] = []
}

private let syntax = CommandSyntax<Settings>(
    program: "tool", summary: "A tool.",
    options: [
        Option("--path", "PATH", isRequired: true, help: "Where.") {
            (settings, text) throws(OptionValue.Mismatch) in
            settings.path = try OptionValue.path(text)
        },
        Option("--count", "N", help: "How many.") {
            (settings, text) throws(OptionValue.Mismatch) in
            settings.count = try OptionValue.integer(text, in: 1...9)
        },
        Option("--loud", help: "Louder.") { $0.isLoud = true },
        Option("--word", "TEXT", repeats: true, takesAnything: true, help: "A word.") {
            (settings, text) throws(OptionValue.Mismatch) in
            settings.words.append(text)
        },
    ], examples: ["tool --path /tmp"])

private func settings(_ arguments: [String]) throws -> Settings? {
    guard case .run(let settings) = try syntax.parse(arguments, into: Settings()) else {
        return nil
    }
    return settings
}

@Suite("Reading a command line")
struct CommandSyntaxTests {
    @Test("values follow as the next word or after an equals sign, in any order")
    func reads() throws {
        let expected = Settings(path: "/a b", count: 3, isLoud: true, words: ["--loud", "x=y", ""])
        #expect(
            try settings([
                "--loud", "--count", "3", "--path", "/a b", "--word", "--loud", "--word=x=y",
                "--word", "",
            ]) == expected)
        #expect(
            try settings([
                "--path=/a b", "--word=--loud", "--word", "x=y", "--word=", "--count=3", "--loud",
            ]) == expected)
    }

    /// A command line that is refused, and how.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let error: ArgumentError
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let refusals: [Refusal] = [
        Refusal(arguments: [], error: .missingOption(option: "--path", placeholder: "PATH")),
        Refusal(arguments: ["--pat", "x"], error: .unknownOption("--pat")),
        Refusal(arguments: ["--path", "x", "y"], error: .unexpectedArgument("y")),
        Refusal(arguments: ["-h"], error: .unexpectedArgument("-h")),
        Refusal(arguments: ["--path"], error: .missingValue(option: "--path", placeholder: "PATH")),
        Refusal(
            arguments: ["--path", "--loud"],
            error: .missingValue(option: "--path", placeholder: "PATH")),
        Refusal(arguments: ["--loud=1"], error: .superfluousValue(option: "--loud")),
        Refusal(arguments: ["--loud", "--loud"], error: .repeated(option: "--loud")),
        Refusal(
            arguments: ["--path="],
            error: .badValue(option: "--path", value: "", expected: "a path")),
        Refusal(
            arguments: ["--count", "10"],
            error: .badValue(
                option: "--count", value: "10", expected: "a whole number from 1 to 9")),
    ]

    @Test("what makes no sense is refused by its name", arguments: refusals)
    func refuses(_ refusal: Refusal) {
        #expect(throws: refusal.error) { try settings(refusal.arguments) }
        let sentence = refusal.error.description
        #expect(!sentence.isEmpty && !sentence.contains("\n"))
    }

    @Test("--help and --version win over mistakes after them, and are values where one is due")
    func helpAndVersion() throws {
        guard case .help = try syntax.parse(["--help", "--nonsense"], into: Settings()) else {
            Issue.record("no help")
            return
        }
        guard case .version = try syntax.parse(["--version"], into: Settings()) else {
            Issue.record("no version")
            return
        }
        #expect(try settings(["--path", "x", "--word", "--help"])?.words == ["--help"])
    }

    @Test("the help names every option, every exit code and the examples, in 80 columns")
    func help() {
        let text = syntax.helpText
        for option in syntax.options {
            #expect(text.contains("\n  \(option.name)"))
        }
        for code in ExitCode.allCases {
            #expect(text.contains(" \(code.rawValue)  \(code.meaning)\n"))
        }
        #expect(text.contains("tool --path /tmp"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
