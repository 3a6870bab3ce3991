internal import Glibc

/// One process, by number and start time, so that a recycled number is another process.
public struct ProcessEntry: Hashable, Sendable {
    /// The process's number.
    public var pid: Int32
    /// The number of its parent.
    public var parent: Int32
    /// The number of its process group.
    public var group: Int32
    /// The number of its session.
    public var session: Int32
    /// When it started, in ticks since the machine's start.
    public var startTicks: UInt64
    /// The kernel's letter for its state, such as `S`, `T` or `Z`.
    public var state: Character
    /// The kernel's short name of its program, at most 15 bytes.
    public var name: String

    /// Whether it has ended and only waits for its parent to ask how.
    public var hasEnded: Bool { state == "Z" || state == "X" }

    /// What stays equal for the life of the process.
    public var identity: Identity { Identity(pid: pid, startTicks: startTicks) }

    /// A process's number and start time.
    public struct Identity: Hashable, Sendable {
        /// The process's number.
        public var pid: Int32
        /// When it started, in ticks since the machine's start.
        public var startTicks: UInt64

        /// Creates an identity.
        public init(pid: Int32, startTicks: UInt64) {
            self.pid = pid
            self.startTicks = startTicks
        }

        /// Whether this very process still runs; a zombie does not.
        public var isAlive: Bool {
            guard let entry = Ledger.process(pid) else { return false }
            return entry.startTicks == startTicks && !entry.hasEnded
        }

        /// Returns the identity of the calling process, or nil where `/proc` cannot be read.
        public static func current() -> Identity? {
            Ledger.process(ProcessEnvironment.pid)?.identity
        }

        /// When the process started, in nanoseconds of the real-time clock (what file times use),
        /// to about one tick: an owner younger than its file is another process under a recycled
        /// pid.
        public var startedAtRealTimeNanoseconds: UInt64 {
            let ticksPerSecond = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
            return WallClock.bootNanoseconds() + startTicks * (1_000_000_000 / ticksPerSecond)
        }
    }

    /// Parses a line of `/proc/PID/stat`; nil where it is none.
    ///
    /// The program's name stands in parentheses and may hold any byte, so the last one closes it.
    init?(statLine line: String) {
        guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"),
            open < close, let pid = Int32(line[..<open].filter { $0 != " " })
        else { return nil }
        let fields = line[line.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let state = fields[0].first, let parent = Int32(fields[1]),
            let group = Int32(fields[2]), let session = Int32(fields[3]),
            let startTicks = UInt64(fields[19])
        else { return nil }
        self.pid = pid
        self.parent = parent
        self.group = group
        self.session = session
        self.startTicks = startTicks
        self.state = state
        name = String(line[line.index(after: open)..<close])
    }
}

/// A process that cannot be mistaken for a later one with the same number.
public typealias ProcessIdentity = ProcessEntry.Identity

extension Ledger {
    /// Returns the process of that number, a zombie too, or nil where there is none.
    public static func process(_ pid: Int32) -> ProcessEntry? {
        FileSystemReading.text(of: "/proc/\(pid)/stat").flatMap { ProcessEntry(statLine: $0) }
    }

    /// Returns every process of the machine that can be seen, in rising order of numbers.
    public static func processes() -> [ProcessEntry] {
        (FileSystemReading.names(in: "/proc") ?? []).compactMap { Int32($0) }.sorted()
            .compactMap { process($0) }
    }

    /// Returns the children of a process, their children and so on, zombies too; parents first.
    public static func descendants(of pid: Int32) -> [ProcessEntry] {
        let children = Dictionary(grouping: processes(), by: \.parent)
        var found: [ProcessEntry] = []
        var pending = [pid]
        var seen: Set<Int32> = [pid]
        while !pending.isEmpty {
            for child in children[pending.removeFirst()] ?? [] where seen.insert(child.pid).inserted
            {
                found.append(child)
                pending.append(child.pid)
            }
        }
        return found
    }
}

extension Ledger {
    /// Returns the arguments that a process was started with, or nil where it is gone.
    public static func commandLine(of pid: Int32) -> [String]? {
        FileSystemReading.text(of: "/proc/\(pid)/cmdline").map { text in
            text.split(separator: "\0", omittingEmptySubsequences: true).map(String.init)
        }
    }

    /// Returns the text of one of the files of `/proc/PID`, such as `wchan`; nil where the
    /// process is gone or the file may not be read.
    public static func detail(_ file: String, of pid: Int32) -> String? {
        FileSystemReading.text(of: "/proc/\(pid)/\(file)")
    }
}

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
    public static func isStopped(_ pid: Int32) -> Bool { allThreads(of: pid, are: "T") }

    /// Whether every thread of a process sleeps, waiting for something: one that a busy host keeps
    /// from running does not.
    public static func isAsleep(_ pid: Int32) -> Bool { allThreads(of: pid, are: "S") }

    private static func allThreads(of pid: Int32, are state: Character) -> Bool {
        guard let numbers = FileSystemReading.names(in: "/proc/\(pid)/task"), !numbers.isEmpty
        else {
            return false
        }
        return numbers.allSatisfy { number in
            FileSystemReading.text(of: "/proc/\(pid)/task/\(number)/stat")
                .flatMap { ProcessEntry(statLine: $0) }?.state == state
        }
    }
}
