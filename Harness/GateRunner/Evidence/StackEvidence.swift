import Subprocess
import SystemPackage

/// Stacks from gdb, where it is installed, within a bounded time.
enum StackEvidence {
    /// Returns the stacks of all threads of the processes, or why there are none.
    ///
    /// gdb reads no debug information here: names are enough and reading it takes seconds.
    static func gather(_ pids: [Int32], within limit: Duration) async -> String {
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                var text = ""
                for pid in pids {
                    if Task.isCancelled { break }
                    text += "== stacks of process \(pid)\n" + (await stacks(of: pid)) + "\n"
                }
                return text
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? "== stacks: gdb did not answer in \(limit)\n"
        }
    }

    private static func stacks(of pid: Int32) async -> String {
        var options = PlatformOptions()
        options.teardownSequence = [
            .gracefulShutDown(allowedDurationToNextStep: .milliseconds(200))
        ]
        do {
            let result = try await run(
                .name("gdb"),
                arguments: [
                    "-nx", "-batch", "-readnever", "-p", "\(pid)", "-ex",
                    "thread apply all bt 40",
                ],
                platformOptions: options, output: .string(limit: 1 << 20), error: .discarded)
            return result.standardOutput
        } catch {
            return "no stacks from gdb: \(error)"
        }
    }
}
