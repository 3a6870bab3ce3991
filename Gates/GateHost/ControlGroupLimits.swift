extension ControlGroups {
    /// A limit of a control group.
    public struct Limit: Hashable, Sendable {
        /// How much.
        public var bytes: UInt64
        /// The file that says so.
        public var file: String
    }

    /// Returns the smallest limit of memory among this process's groups; nil where there is none.
    public static func memoryLimit() -> Limit? {
        // Version 2, then version 1, whose "none" is a number near 2^63.
        let files =
            files("memory.max", of: "memory") + files("memory.limit_in_bytes", of: "memory")
        return files.compactMap { file in
            number(of: file).map { Limit(bytes: $0, file: file) }
        }.filter { $0.bytes < 1 << 62 }.min { $0.bytes < $1.bytes }
    }

    /// What limits of the machine did to processes so far: compared before and after an attempt, it
    /// tells what no subject did to itself (preconditions.md#reached).
    public struct Exhaustion: Hashable, Sendable {
        /// Processes killed for memory and starts refused for their number, by the file that counts.
        var counts: [String: UInt64] = [:]

        /// Reads the counters of this process's groups.
        public static func now() -> Exhaustion {
            var now = Exhaustion()
            for file in files("memory.events", of: "memory") {
                now.counts["\(file) oom_kill"] = word("oom_kill", of: file)
            }
            for file in files("memory.oom_control", of: "memory") {
                now.counts["\(file) oom_kill"] = word("oom_kill", of: file)
            }
            for file in files("pids.events", of: "pids") {
                now.counts["\(file) max"] = word("max", of: file)
            }
            // The whole machine's, of others too, only where nobody counts this process's own.
            if !now.counts.keys.contains(where: { $0.hasSuffix("oom_kill") }) {
                now.counts["/proc/vmstat oom_kill"] = word("oom_kill", of: "/proc/vmstat")
            }
            return now
        }

        /// Returns what grew since an earlier look: one sentence without a full stop, or nil.
        public func sentence(since earlier: Exhaustion) -> String? {
            let grown = counts.compactMap { name, count -> (String, UInt64)? in
                let more = count.subtractingReportingOverflow(earlier.counts[name] ?? count)
                return more.overflow || more.partialValue == 0 ? nil : (name, more.partialValue)
            }.sorted { $0.0 < $1.0 }
            let kills = grown.filter { $0.0.hasSuffix("oom_kill") }.map(\.1).max() ?? 0
            let refusals = grown.filter { $0.0.hasSuffix(" max") }.map(\.1).max() ?? 0
            var parts: [String] = []
            if kills > 0 { parts.append("the system killed \(kills) processes for memory") }
            if refusals > 0 {
                parts.append("\(refusals) threads or processes too many were refused")
            }
            guard !parts.isEmpty else { return nil }
            let files = grown.map(\.0).joined(separator: ", ")
            return parts.joined(separator: ", and ") + " (\(files))"
        }
    }

    private static func number(of file: String) -> UInt64? {
        FileSystemReading.text(of: file).flatMap { UInt64($0.prefix { $0 != "\n" }) }
    }

    /// Returns the number after a word at the beginning of a line.
    private static func word(_ word: String, of file: String) -> UInt64? {
        FileSystemReading.text(of: file)?.split(separator: "\n").lazy.compactMap { line in
            let parts = line.split(separator: " ")
            return parts.count == 2 && parts[0] == Substring(word) ? UInt64(parts[1]) : nil
        }.first
    }
}
