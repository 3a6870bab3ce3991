import ArgumentParser
import Dispatch
import GateKit
import GateRunner

/// Where the program begins.
///
/// Commands that do not await run on this very thread. For the others Swift's concurrency starts
/// threads and event counters of its own, and ends the program without a word, or waits for ever,
/// where it does not get them: so what it needs is looked for first, and named (preconditions.md).
@main
enum Entry {
    static func main() {
        do {
            // Without it not even the arguments are known.
            try require(["proc"])
            var command = try WeldGates.parseAsRoot()
            guard command is any AsyncParsableCommand else {
                try command.run()
                WeldGates.exit()
            }
            try require(["start", "eventfd", "epoll", "tasks"])
        } catch {
            WeldGates.exit(withError: error)
        }
        Task {
            await WeldGates.main()
            WeldGates.exit()
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
}
