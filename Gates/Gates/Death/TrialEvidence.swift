internal import Foundation
internal import GateKit
internal import GateLedger

/// What is worth knowing of a process that has to be ended, kept before that (gates page, rule 7).
enum TrialEvidence {
    /// Writes threads with their wait channels, open descriptors and last events into a file and
    /// names it to the harness.
    static func keep(
        of pid: Int32, events: [StubEvent], in directory: String, _ recorder: Recorder
    ) {
        var lines = ["process \(pid): \(Ledger.commandLine(of: pid)?.joined(separator: " ") ?? "")"]
        for thread in Ledger.threads(of: pid) ?? [] {
            let place = Ledger.detail("task/\(thread.number)/wchan", of: pid) ?? "?"
            let call = Ledger.detail("task/\(thread.number)/syscall", of: pid) ?? "?"
            lines.append("thread \(thread.number) \(thread.name) waits in \(place), call \(call)")
        }
        for entry in Ledger.descriptors(of: pid) ?? [] {
            lines.append("descriptor \(entry.number) \(entry.identity)")
        }
        for event in events.suffix(40) {
            lines.append("event \(event.time) \(event.role) \(event.name) \(event.fields)")
        }
        let path = "\(directory)-\(pid).txt"
        guard
            (try? lines.joined(separator: "\n").write(
                toFile: path, atomically: false, encoding: .utf8)) != nil
        else { return }
        recorder.record(.artefact(name: "evidence of process \(pid)", path: path))
    }
}
