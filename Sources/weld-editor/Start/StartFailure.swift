import WeldContract
import WeldStub

/// Why an editor cannot begin: the code that it ends with, and one sentence.
struct StartFailure: Error, Sendable {
    let code: ExitCode
    let sentence: String
}
