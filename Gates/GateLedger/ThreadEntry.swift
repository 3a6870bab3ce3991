/// One thread of a process.
public struct ThreadEntry: Hashable, Sendable {
    /// The kernel's number of the thread.
    public var number: Int32
    /// The thread's name, by default its program's.
    public var name: String
}

extension Ledger {
    /// Returns the threads of a process, or nil where it is gone.
    public static func threads(of pid: Int32) -> [ThreadEntry]? {
        guard let names = FileSystemReading.names(in: "/proc/\(pid)/task") else { return nil }
        return names.compactMap { Int32($0) }.sorted().compactMap { number in
            FileSystemReading.text(of: "/proc/\(pid)/task/\(number)/comm").map {
                ThreadEntry(number: number, name: String($0.prefix { $0 != "\n" }))
            }
        }
    }

    /// Whether every thread of a process is stopped: a signal that stops takes effect thread by
    /// thread, some time after it was sent.
    public static func isStopped(_ pid: Int32) -> Bool {
        guard let numbers = FileSystemReading.names(in: "/proc/\(pid)/task"), !numbers.isEmpty
        else {
            return false
        }
        return numbers.allSatisfy { number in
            FileSystemReading.text(of: "/proc/\(pid)/task/\(number)/stat")
                .flatMap { ProcessEntry(statLine: $0) }?.state == "T"
        }
    }
}
