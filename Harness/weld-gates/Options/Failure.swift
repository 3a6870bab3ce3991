import ArgumentParser
import GateKit
import GateStore

/// What ends the program with one sentence on standard error and an exit code of
/// gates.md#exit-codes.
struct Failure: Error {
    /// The sentence.
    var sentence: String
    /// The code.
    var code: RunExitCode

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

    /// Turns the store's refusal into an exit code.
    static func store(_ error: StoreError) -> Failure {
        Failure(sentence: error.description, code: error.exitCode)
    }
}
