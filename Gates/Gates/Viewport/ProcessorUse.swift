internal import Foundation
internal import GateKit
internal import WeldPlatform

/// How much of a processor each process of a run uses between two moments.
struct ProcessorUse {
    private let start = MonotonicClock.now()
    private let processes: [(name: String, pid: Int32)]
    private let before: [Double]

    /// Begins to count; a process that is not known (pid 0) is left out.
    init(_ processes: [(name: String, pid: Int32)]) {
        self.processes = processes.filter { $0.pid > 0 }
        before = self.processes.map { Self.seconds(of: $0.pid) ?? 0 }
    }

    /// Returns the cores used since then, process by process, as one line for the report.
    func sentence() -> String {
        let elapsed = Double(MonotonicClock.now() - start) / 1e9
        return zip(processes, before).map { process, before in
            let used = (Self.seconds(of: process.pid) ?? before) - before
            return "\(process.name) \((used / elapsed * 100).rounded() / 100)"
        }.joined(separator: ", ")
    }

    /// Seconds of processor time that a process has used in its life (proc(5), fields 14 and 15).
    private static func seconds(of pid: Int32) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13])
        else { return nil }
        // The kernel tells it in hundredths on every Linux.
        return (user + system) / 100
    }
}
