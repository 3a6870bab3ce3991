import Foundation
import GateKit
import PortableGates

/// `weld-gates` on systems that its gates cannot run on: it says so, gate by gate, by what it finds on
/// the machine (portability.md#weld-gates-off-linux).
///
/// Linux builds Harness/weld-gates under this name instead.
@main
enum PortableMain {
    static func main() {
        let answer = PortableAnswer.to(Array(CommandLine.arguments.dropFirst()), .here())
        write(answer.output, to: .standardOutput)
        write(answer.error, to: .standardError)
        exit(answer.code.rawValue)
    }

    /// Writes a text; nobody is left to be told of an output that is closed.
    private static func write(_ text: String, to file: FileHandle) {
        guard !text.isEmpty else { return }
        do {
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            exit(RunExitCode.cannotWrite.rawValue)
        }
    }
}
