import ArgumentParser
import GateHost
import GateKit
import Glibc

/// Where the program begins: its surroundings first, then the command line.
@main
enum Main {
    static func main() async {
        do throws(SystemError) {
            try ProcessStart.prepare()
        } catch {
            StandardError.say("weld-gates: \(error)")
            exit(RunExitCode.preconditionMissing.rawValue)
        }
        do {
            var command = try WeldGates.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            exit(RunExitCode.go.rawValue)
        } catch {
            leave(error)
        }
    }

    /// Says what the command line came to, help or a mistake, and ends the program.
    ///
    /// A mistake quotes what was typed, and that is text of others.
    private static func leave(_ error: any Error) -> Never {
        let code = WeldGates.exitCode(for: error)
        let message = PrintableText.lines(WeldGates.fullMessage(for: error))
        if !message.isEmpty {
            if code.isSuccess {
                print(message)
            } else {
                StandardError.write(message + "\n")
            }
        }
        exit(code.rawValue)
    }
}
