internal import Foundation

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
