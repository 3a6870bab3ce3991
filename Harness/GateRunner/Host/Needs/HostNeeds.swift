import GateHost
public import GateKit

/// The one list of what machines must offer: `doctor` shows all of it, and every command that
/// starts a stub refuses to begin where something of it is missing (preconditions.md).
public enum HostNeeds {
    /// Every need, in the order in which they are looked for: what others build on comes first.
    public static let all: [HostNeed] = [
        processes, memory, descriptors, files, limits, window, better,
    ].flatMap(\.self)

    /// Looks for everything.
    public static func examine(_ places: HostPlaces) -> [HostAnswer] {
        all.map { HostAnswer(need: $0, finding: $0.look(places)) }
    }

    /// Looks for what some gates need and returns what is missing; empty where all is there.
    public static func missing(
        for gates: [GateID], at profile: Profile, _ places: HostPlaces
    ) -> [HostAnswer] {
        missing(places) { $0.isFor(gates, at: profile) }
    }

    /// Looks for what a command needs that runs no gate; it needs what every gate does, too.
    public static func missing(forCommand command: String, _ places: HostPlaces) -> [HostAnswer] {
        missing(places) {
            $0.commands.contains(command)
                || ($0.profile == nil && $0.gates.count == GateID.allCases.count)
        }
    }

    /// Looks for some by their names and returns what is missing.
    public static func missing(among names: Set<String>, _ places: HostPlaces) -> [HostAnswer] {
        missing(places) { names.contains($0.name) }
    }

    private static func missing(
        _ places: HostPlaces, where isWanted: (HostNeed) -> Bool
    ) -> [HostAnswer] {
        all.filter { $0.isRequired && isWanted($0) }
            .map { HostAnswer(need: $0, finding: $0.look(places)) }.filter(\.isMissing)
    }
}

extension HostNeeds {
    private static let processes: [HostNeed] = [
        HostNeed(
            "proc", why: "processes, descriptors and memory are looked at there",
            remedy: "mount -t proc proc /proc"
        ) { _ in
            guard Ledger.isThere else {
                return HostNeed.Finding(isThere: false, found: "/proc shows no processes")
            }
            let isOwn = Ledger.showsThisProcess
            return HostNeed.Finding(
                isThere: isOwn,
                found: isOwn
                    ? "/proc shows this process" : "/proc belongs to another namespace of pids")
        },
        HostNeed.tried(
            "start", why: "stubs are processes, and waits have threads of their own",
            remedy: HostNeed.filter
        ) { _ in .starting },
        HostNeed.tried(
            "pidfd", why: "a process is waited for and signalled by it, never by its number"
        ) {
            _ in .processDescriptors
        },
        HostNeed.tried("subreaper", why: "what survives its parent is found and named") {
            _ in .subreaper
        },
        HostNeed.tried("affinity", why: "the host's pulse and the floors are bound to processors") {
            _ in .affinity
        },
        HostNeed.tried("prlimit", why: "stubs are judged at their limits") { _ in .limits },
        HostNeed.tried(
            "ptrace", gates: [.g4, .g5], commands: ["killmap", "faultmap"], at: .full,
            why: "a stub is followed to a system call and killed there",
            remedy: "docker run --cap-add SYS_PTRACE, or: sudo sysctl kernel.yama.ptrace_scope=1"
        ) { _ in .tracing },
    ]

    private static let memory: [HostNeed] = [
        HostNeed.tried("memfd", why: "the viewport's region is sealed memory") { _ in .sealedMemory
        },
        HostNeed.tried("futex", why: "pictures wake who waits for them") { _ in .wake },
        HostNeed.tried(
            "shared-memory", gates: [.g4, .g5],
            why: "regions that travel by name are made in /dev/shm, 32 MiB in all",
            remedy: "mount -o remount,size=256m /dev/shm, or: docker run --shm-size=256m"
        ) { _ in .sharedMemory(32 << 20) },
        HostNeed(
            "memory", why: "the judge and a pair hold up to 384 MiB at once",
            remedy: "give the control group at least 512 MiB: docker run --memory=1g"
        ) { _ in MemoryLimit.finding(atLeast: 384 << 20) },
        HostNeed(
            "memory-window", gates: [.g6],
            why: "a compositor, a window and a driver in software hold up to 768 MiB at once",
            remedy: "give the control group at least 1 GiB: docker run --memory=2g"
        ) { _ in MemoryLimit.finding(atLeast: 768 << 20) },
    ]

    private static let descriptors: [HostNeed] = [
        HostNeed.tried("eventfd", why: "threads wake each other") { _ in .eventCounters },
        HostNeed.tried("signalfd", why: "stubs read their signals from it") { _ in
            .signalDescriptors
        },
        HostNeed.tried("epoll", why: "the judge waits for its attempts by it") { _ in .eventPoll },
        HostNeed.tried("descriptor-passing", why: "the region travels as a descriptor") {
            _ in .descriptorPassing
        },
        HostNeed.tried(
            "inotify", gates: [.g6], why: "the compositor's socket is waited for",
            remedy: "stop what watches many files, or: sudo sysctl "
                + "fs.inotify.max_user_instances=1024"
        ) { .directoryWatch(directory: $0.temporary) },
    ]

    private static let files: [HostNeed] = [
        HostNeed(
            "temporary-directory", why: "attempts have a private directory of up to 64 MiB there",
            remedy: "export TMPDIR=DIR, with DIR a folder of yours with 64 MiB of room"
        ) { places in TemporaryDirectory.finding(places.temporary) },
        HostNeed.tried(
            "local-sockets", why: "editor and runtime talk over one",
            remedy: "export TMPDIR=DIR, with DIR on a file system that takes sockets"
        ) { .listening(directory: RunDirectory.folder(under: $0.temporary)) },
        HostNeed.tried(
            "locks", why: "living runs are told from dead ones by them",
            remedy: "export TMPDIR=DIR, with DIR on a file system that takes locks"
        ) { .locks(directory: $0.temporary) },
        HostNeed.tried(
            "special-files", gates: [.g5], why: "a sweep has to leave pipes and links alone",
            remedy: "export TMPDIR=DIR, with DIR on a file system that takes named pipes"
        ) { .specialFiles(directory: $0.temporary) },
    ]
}
