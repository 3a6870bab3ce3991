internal import Foundation
internal import GateHost
internal import GateKit

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
    static func seconds(of pid: Int32) -> Double? {
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

/// How long some task of the machine has waited for a processor, by the kernel's own account.
enum CPUPressure {
    /// Returns microseconds since the machine's start; nil where the kernel does not count.
    static func now() -> UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/pressure/cpu", encoding: .utf8) else {
            return nil
        }
        let total = text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("total=") }
        return total.flatMap { UInt64($0.dropFirst(6)) }
    }
}

/// What a picture costs the editor: processor time of all of its threads, second by second.
struct EditorCost {
    private let pid: Int32
    private var last: (time: UInt64, used: UInt64, pictures: Int)?
    /// Nanoseconds of processor time a presented picture, one value a call.
    private(set) var values: [TimedValue] = []

    /// Begins to count.
    init(of pid: Int32, pictures: Int) {
        self.pid = pid
        last = ProcessorTime.used(by: pid).map { (MonotonicClock.now(), $0, pictures) }
    }

    /// Takes the account after some more pictures.
    mutating func note(pictures: Int) {
        guard let last, let used = ProcessorTime.used(by: pid) else { return }
        let now = MonotonicClock.now()
        defer { self.last = (now, used, pictures) }
        // A thread that ended takes its time along.
        guard pictures > last.pictures, used >= last.used else { return }
        values.append(
            TimedValue(
                value: Double(used - last.used) / Double(pictures - last.pictures),
                span: TimeSpan(start: last.time, end: now)))
    }

    /// The middle value as milliseconds, for people; nil without any.
    var sentence: String? {
        let sorted = values.map(\.value).sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted[sorted.count / 2] / 1e6
        return "\((middle * 100).rounded() / 100) ms a picture (median of seconds)"
    }
}

/// How long processes have run on a processor, by the kernel's own account.
enum ProcessorTime {
    /// Returns the nanoseconds of all threads of a process that live; nil where there is none.
    static func used(by pid: Int32) -> UInt64? {
        let folder = "/proc/\(pid)/task"
        guard let threads = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return nil
        }
        let times = threads.compactMap { thread in
            (try? String(contentsOfFile: "\(folder)/\(thread)/schedstat", encoding: .utf8))
                .flatMap(nanoseconds)
        }
        return times.isEmpty ? nil : times.reduce(0, +)
    }

    /// Reads the first of the three numbers of a schedstat file: time on a processor.
    static func nanoseconds(_ text: String) -> UInt64? {
        text.split(whereSeparator: \.isWhitespace).first.flatMap { UInt64($0) }
    }
}
