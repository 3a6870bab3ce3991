internal import GateHost
internal import GateKit
internal import WeldContract

/// What is worth knowing of a process that has to be ended, kept before that (gates.md#rule-7).
enum TrialEvidence {
    /// Writes threads with their states, wait channels and kernel stacks, open descriptors and last
    /// events into a file and names it to the harness.
    ///
    /// The threads come first and again last: what reads a process can disturb it, and one that
    /// runs in circles shows it by the time it used in between.
    static func keep(
        of pid: Int32, events: [EventRecord], in directory: String, _ recorder: Recorder
    ) {
        let threads = Ledger.threads(of: pid) ?? []
        var lines = threads.map { state(of: $0, in: pid) }
        lines.append(
            "process \(pid): \(Ledger.commandLine(of: pid)?.joined(separator: " ") ?? "")")
        for thread in threads {
            func detail(_ file: String) -> String {
                Ledger.detail("task/\(thread.number)/\(file)", of: pid)?
                    .split(separator: "\n").joined(separator: ", ") ?? "?"
            }
            lines.append(
                "thread \(thread.number) \(thread.name) waits in \(detail("wchan")), "
                    + "call \(detail("syscall")), kernel stack \(detail("stack"))")
        }
        for entry in Ledger.descriptors(of: pid) ?? [] {
            lines.append("descriptor \(entry.number) \(entry.identity)")
        }
        for event in events.suffix(40) {
            lines.append("event \(event.time) \(event.role.rawValue) \(event.name) \(event.fields)")
        }
        lines += threads.map { state(of: $0, in: pid) }
        let path = "\(directory)-\(pid).txt"
        do {
            try ForeignFile.make(path, Array(lines.joined(separator: "\n").utf8))
        } catch {
            return recorder.fact("evidence of process \(pid)", "cannot be kept: \(error)")
        }
        recorder.record(.artefact(name: "evidence of process \(pid)", path: path))
    }

    /// What a thread does and did so far: its state, page faults and processor time.
    private static func state(of thread: ThreadEntry, in pid: Int32) -> String {
        let line = Ledger.detail("task/\(thread.number)/stat", of: pid) ?? ""
        // The name may hold anything; the last parenthesis ends it.
        let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12 else { return "thread \(thread.number) \(thread.name) has ended" }
        return "thread \(thread.number) \(thread.name) is in state \(fields[0]), "
            + "\(fields[7]) and \(fields[9]) page faults, "
            + "\(fields[11]) ticks in itself and \(fields[12]) in the kernel"
    }
}
