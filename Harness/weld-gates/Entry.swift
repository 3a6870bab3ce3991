import ArgumentParser
import Dispatch
import GateHost
import GateKit
import GateRunner
import GateStore
import Glibc

/// Where the program begins: its surroundings first, then the command line.
///
/// Commands that do not await run on this very thread. For the others Swift's concurrency starts
/// threads and event counters of its own, and ends the program without a word, or waits for ever,
/// where it does not get them: so what it needs is looked for first, and named (preconditions.md).
@main
enum Entry {
    static func main() {
        do throws(SystemError) {
            try ProcessStart.prepare()
        } catch {
            StandardError.say("weld-gates: \(error)")
            exit(RunExitCode.preconditionMissing.rawValue)
        }
        Terminal.widenForHelp()
        GateStore.makeFolders { try Program.scratchFolder() }
        do {
            // Without it not even the arguments are known.
            try require(["proc"])
            var command = try WeldGates.parseAsRoot()
            guard command is any AsyncParsableCommand else {
                try command.run()
                exit(RunExitCode.go.rawValue)
            }
            try require(["start", "eventfd", "epoll", "tasks"])
        } catch {
            leave(error)
        }
        Task {
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
        dispatchMain()
    }

    private static func require(_ names: Set<String>) throws {
        do throws(Failure) {
            try Program.require(names)
        } catch {
            throw error.leave()
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
                do throws(Failure) {
                    try StandardOutput.say(message)
                } catch {
                    exit(error.leave().rawValue)
                }
            } else {
                StandardError.write(message + "\n")
            }
        }
        exit(code.rawValue)
    }
}
