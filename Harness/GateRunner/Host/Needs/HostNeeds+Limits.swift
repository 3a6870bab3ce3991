import GateHost
import GateKit

extension HostNeeds {
    /// Limits that a shell, a service or a container sets (ulimit, prlimit, control groups).
    static let limits: [HostNeed] = [
        limit(
            .descriptors, "descriptors", atLeast: 1_024,
            why: "messages carry up to 253 descriptors, and leaks are looked for"),
        limit(
            .fileSize, "file-size", atLeast: 1 << 30,
            why: "the store, artefacts and shared memory are files"),
        limit(.stack, "stack", atLeast: 2 << 20, why: "every thread gets a stack of that size"),
        limit(.data, "data", atLeast: 4 << 30, why: "pictures are read into private memory"),
        limit(
            .processorTime, "processor-time", atLeast: nil,
            why: "a process that used it up is killed"),
        limit(
            .realTime, "real-time-budget", gates: [.g6], atLeast: nil,
            why: "a real-time thread that used it up is killed"),
        HostNeed.tried(
            "addresses", why: "programs and their threads reserve far more than they use",
            remedy: "ulimit -v unlimited"
        ) { _ in .addresses(4 << 30) },
        HostNeed.tried(
            "tasks", why: "the judge, a pair and trials side by side run up to 64 threads at once",
            remedy: tasksRemedy
        ) { _ in .tasks(96) },
        HostNeed.tried(
            "tasks-window", gates: [.g6],
            why: "compositor, editor and observer draw with a thread a processor",
            remedy: tasksRemedy
        ) { _ in .tasks(128 + 16 * min(64, (try? Affinity.cpus().count) ?? 1)) },
    ]

    private static let tasksRemedy =
        "ulimit -u 4096, or: docker run --pids-limit=4096, or: systemctl set-property UNIT "
        + "TasksMax=4096"

    /// A limit of processes that has to be at least so much; nil is none at all.
    private static func limit(
        _ limit: InheritedLimit, _ name: String, gates: [GateID] = GateID.allCases,
        atLeast wanted: UInt64?, why: String
    ) -> HostNeed {
        HostNeed(name, gates: gates, why: why, remedy: limit.command(for: wanted)) { _ in
            finding(limit, wanted)
        }
    }

    private static func finding(_ limit: InheritedLimit, _ wanted: UInt64?) -> HostNeed.Finding {
        guard let values = try? limit.values() else {
            return HostNeed.Finding(isThere: false, found: "the limit cannot be read")
        }
        guard let soft = values.soft else {
            return HostNeed.Finding(isThere: true, found: "no limit")
        }
        let asked = wanted.map { "\($0) or more" } ?? "no limit"
        let found = "a limit of \(soft), where \(asked) is needed"
        if let wanted, soft >= wanted {
            return HostNeed.Finding(isThere: true, found: "a limit of \(soft)")
        }
        // What may not be raised from here is raised by who may.
        let canRaise = values.hard.map { hard in wanted.map { $0 <= hard } ?? false } ?? true
        let value = wanted.map(String.init) ?? "unlimited"
        return HostNeed.Finding(
            isThere: false, found: found,
            remedy: canRaise
                ? nil : "sudo prlimit --pid $$ --\(limit.rawValue)=\(value):\(value)")
    }
}

/// What a control group lets this process have.
enum MemoryLimit {
    /// Returns whether the smallest limit of this group and those above it is large enough.
    static func finding(atLeast wanted: UInt64) -> HostNeed.Finding {
        guard let limit = ControlGroups.memoryLimit() else {
            return HostNeed.Finding(isThere: true, found: "no limit")
        }
        let found = "\(limit.bytes >> 20) MiB (\(limit.file))"
        return HostNeed.Finding(
            isThere: limit.bytes >= wanted,
            found: limit.bytes >= wanted
                ? found : "\(found), where \(wanted >> 20) MiB are needed")
    }
}
