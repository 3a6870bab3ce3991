import GateHost
import GateKit
import Subprocess
import SystemPackage

/// What can be seen from outside of a process that does not end, as text for an artefact.
enum ProcessEvidence {
    /// Describes a process: state, where it waits, its threads, its open descriptors.
    static func describe(_ process: ProcessEntry) -> String {
        var text = "== \(process.named)\n"
        text += "state \(process.state), parent \(process.parent), group \(process.group)\n"
        for (title, file) in [("waits in", "wchan"), ("system call", "syscall")] {
            if let detail = Ledger.detail(file, of: process.pid) {
                text += "\(title): \(detail.filter { $0 != "\n" })\n"
            }
        }
        if let status = Ledger.detail("status", of: process.pid) {
            let wanted = ["VmRSS", "Threads", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt"]
            for line in status.split(separator: "\n")
            where wanted.contains(where: { line.hasPrefix($0) }) {
                text += "\(line)\n"
            }
        }
        if let stack = Ledger.detail("stack", of: process.pid), !stack.isEmpty {
            text += "kernel stack:\n\(stack)"
        }
        text += "threads:\n"
        for thread in Ledger.threads(of: process.pid) ?? [] {
            let place = Ledger.detail("task/\(thread.number)/wchan", of: process.pid) ?? "?"
            text += "  \(thread.number) \(thread.name) waits in \(place.filter { $0 != "\n" })\n"
        }
        text += "descriptors:\n"
        for entry in Ledger.descriptors(of: process.pid) ?? [] {
            let inherited = entry.closeOnExec ? "" : ", inherited by children"
            text += "  \(entry.number) \(entry.identity)\(inherited)\n"
        }
        return text
    }
}

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
                environment: .built(), platformOptions: options, output: .string(limit: 1 << 20),
                error: .discarded)
            return result.standardOutput
        } catch {
            return "no stacks from gdb: \(error)"
        }
    }
}

/// The last events that the stubs of an attempt reported: a part of the evidence of what had to be
/// ended (gates.md#rule-7).
struct LastEvents {
    private let limit: Int
    private var events: [StubEvent] = []

    init(limit: Int = 40) {
        self.limit = limit
    }

    /// Remembers the message if it is an event.
    mutating func hear(_ message: AttemptMessage) {
        guard case .event(let event) = message else { return }
        if events.count == limit { events.removeFirst() }
        events.append(event)
    }

    /// The events, one a line, oldest first; nil without any.
    var text: String? {
        guard !events.isEmpty else { return nil }
        return events.map { event in
            "\(event.time) \(event.role) \(event.pid) \(event.name) \(event.fields)"
        }.joined(separator: "\n")
    }
}
