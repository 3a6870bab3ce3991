import ArgumentParser
import Foundation
import GateHost
import GateKit
import GateStore

/// What ends the program with one sentence on standard error and an exit code of
/// gates.md#exit-codes.
struct Failure: Error {
    /// The sentence.
    var sentence: String
    /// The code.
    var code: RunExitCode

    /// What the system refused: the machine's fault where it has no more of something or forbids
    /// it, else the harness's.
    init(_ error: SystemError) {
        let next = error.isLimit ? "; weld-gates doctor says what is missing" : ""
        self.init(
            sentence: "\(error)\(next)", code: error.isLimit ? .preconditionMissing : .harnessBug)
    }

    /// Creates a failure.
    init(sentence: String, code: RunExitCode) {
        self.sentence = sentence
        self.code = code
    }

    /// Says a sentence and returns what ArgumentParser ends the program with.
    func leave() -> ExitCode {
        StandardError.say("weld-gates: \(sentence)")
        return ExitCode(code.rawValue)
    }

    /// Ends the program with what a command comes to, or with the sentence of its failure.
    static func leave(after perform: () async throws -> RunExitCode) async throws {
        do {
            throw ExitCode(try await perform().rawValue)
        } catch let failure as Failure {
            throw failure.leave()
        }
    }

    /// A store that nothing was stored in yet.
    static func noRun(in path: String) -> Failure {
        Failure(
            sentence: "'\(path)' holds no run yet; run weld-gates first or name another with --db",
            code: .runNotFound)
    }

    /// Turns the store's refusal into an exit code.
    static func store(_ error: StoreError) -> Failure {
        Failure(sentence: error.description, code: error.exitCode)
    }
}

/// How large a number on the command line may be: what is more would be planned, added up and
/// waited for, for longer than anybody lives.
enum Bound {
    /// The most runs, replicates, attempts or kills that one command makes.
    static let most = 100_000

    /// Refuses a number that lies outside its range, with the usage.
    static func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard !range.contains(value) else { return }
        throw ValidationError(
            value < range.lowerBound
                ? "\(option) must be at least \(range.lowerBound)."
                : "\(option) must be at most \(range.upperBound).")
    }

    /// Refuses seconds that are no time to wait, with the usage.
    static func check(_ option: String, seconds: Double) throws {
        guard !(seconds > 0 && seconds < 1e6) else { return }
        throw ValidationError("\(option) must be a positive number of seconds, below a million.")
    }
}
