import GateLedger

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
