// Unsafe code: what a followed process is about to write is copied into a buffer by address.
internal import CGateHost
internal import Glibc

/// A system call of a followed process, right before or right after it is made.
public struct TracedCall: Sendable {
    /// The kernel's number of the thread that makes it.
    public let thread: Int32
    /// The call's name, or `call N` for one that this machine has no name for.
    public let name: String
    /// Whether it is about to be made; if not, it has been.
    public let isEntry: Bool
    /// What it is about to write, the first 160 bytes; empty for anything but `write`.
    public let text: [UInt8]
    /// Its second argument, which of many a call says what it is to do.
    public let operation: UInt64
    /// Whether the dynamic loader makes it, and not the program.
    public let isLoaders: Bool
    /// Whether the process ends with it.
    public var isLast: Bool { name == "exit_group" }

    /// Describes a call.
    public init(
        thread: Int32, name: String, isEntry: Bool = true, text: [UInt8] = [],
        operation: UInt64 = 0, isLoaders: Bool = false
    ) {
        self.thread = thread
        self.name = name
        self.isEntry = isEntry
        self.text = text
        self.operation = operation
        self.isLoaders = isLoaders
    }
}

/// What becomes of a process that stands at a system call.
public enum TraceDecision: Sendable {
    /// It goes on.
    case goOn
    /// It is killed where it stands.
    case kill
    /// The call, about to be made, returns this error; it is made all the same where that is how it
    /// fails. As an answer to the end of a call it means to go on.
    case fail(code: Int32, isMade: Bool)
    /// The call, if it is about to move bytes through a stream of sockets, moves no more than so many:
    /// a stream owes nobody more than one. Any other call goes on as it is.
    case shorten(to: Int)
    /// The thread stays where it stands for so long, while all others go on.
    case hold(Duration)
}

/// How the following of a process ended.
public enum TraceEnd: Sendable {
    /// It was killed as was decided.
    case killed(TracedKill)
    /// It ended by itself.
    case ended
}

/// A kill at a system call.
public struct TracedKill: Sendable {
    /// The process.
    public let pid: Int32
    /// Where it stood.
    public let call: TracedCall
    /// The name of the thread that stood there; empty where it cannot be read.
    public let threadName: String
    /// When, in nanoseconds of the monotonic clock, right before the signal.
    public let time: UInt64
}

/// Follows a process over every system call of all its threads, and can kill it at any of them.
///
/// The process has been started so that it stops itself first; ``launcher`` does that. What is
/// followed belongs to the calling thread, which therefore has to be one of its own, and must end
/// when ``follow(_:child:decide:)`` returns: then nothing is followed any more.
public struct ProcessTracer: ~Copyable {
    /// Words to put before a program and its arguments, so that it stops before it begins.
    public static let launcher = ["/bin/sh", "-c", #"kill -STOP $$; exec "$0" "$@""#]

    /// The process that this one started.
    private let root: Int32
    /// Which of its children is wanted; nil follows the process itself.
    private let wantedChild: Int?
    private var children = 0
    /// Whose calls are asked about; nil until the wanted child is there.
    private var followed: Int32?
    /// Whether its own program runs already.
    private var isBegun = false
    /// Children that stopped before their parent was seen to start them: the kernel promises no
    /// order.
    private var early: Set<Int32> = []
    /// Children that were started and are to be let go at their first stop.
    private var unwanted: Set<Int32> = []
    /// What each thread is about.
    private var calls: [Int32: TracedCall] = [:]
    /// What the call that a thread is in returns instead of its own result.
    private var failures: [Int32: Int32] = [:]
    /// What a call that was shortened has to find again when it is over.
    private var shortened: [Int32: gate_host_shortened] = [:]
    /// Threads that are held, and until when.
    private var held: [(stop: gate_host_stop, until: Deadline)] = []
    /// Where the dynamic loader stands in the followed program; nil before its first call.
    private var loader: Range<UInt64>?

    private init(_ root: Int32, child: Int?) {
        self.root = root
        wantedChild = child
        followed = child == nil ? root : nil
    }

    /// Follows a process from its program's first system call to its end.
    ///
    /// - Parameters:
    ///   - pid: A child of this process that stops itself (``launcher``).
    ///   - child: Follows not this one but the so many-th process that its first thread starts,
    ///     from 1, and lets the parent go as soon as it did.
    ///   - decide: Is asked at every call, before it and after it.
    /// - Throws: EPERM where the machine does not let processes be followed, ESRCH where the
    ///   process ended before it stopped.
    public static func follow(
        _ pid: Int32, child: Int? = nil, decide: (TracedCall) -> TraceDecision
    ) throws(SystemError) -> TraceEnd {
        var tracer = ProcessTracer(pid, child: child)
        try systemCall("trace process \(pid)") { gate_host_trace_begin(pid, child != nil) }
        return try tracer.run(decide)
    }

    private mutating func run(
        _ decide: (TracedCall) -> TraceDecision
    ) throws(SystemError) -> TraceEnd {
        while let stop = try next() {
            switch Int(stop.kind) {
            case GATE_HOST_STOP_ENDED:
                if stop.thread == root || stop.thread == followed { return .ended }
            case GATE_HOST_STOP_EXEC:
                // The program that stopped itself first is not the one that is followed.
                isBegun = isBegun || stop.thread == followed
                goOn(stop)
            case GATE_HOST_STOP_CHILD:
                meet(child: Int32(stop.value), of: stop)
            case GATE_HOST_STOP_ENTRY, GATE_HOST_STOP_EXIT:
                if let kill = try consider(stop, decide) { return .killed(kill) }
            case GATE_HOST_STOP_SIGNAL:
                goOn(stop, delivering: Int32(stop.value))
            default:
                firstStop(stop)
            }
        }
        return .ended
    }

    /// Waits for a stop, and lets those go on that were held for long enough; nil where nothing is
    /// followed any more.
    private mutating func next() throws(SystemError) -> gate_host_stop? {
        var stop = gate_host_stop()
        let root = root
        while true {
            letDueGoOn()
            let waits = held.isEmpty
            do throws(SystemError) {
                try systemCall("follow process \(root)") {
                    unsafe gate_host_trace_next(root, waits, &stop)
                }
            } catch {
                if error.code == ECHILD { return nil }
                throw error
            }
            if Int(stop.kind) != GATE_HOST_STOP_NONE { return stop }
            Pause.wait(Self.glance)
        }
    }

    /// How often it is looked for stops while somebody is held: the system has no wait with an end.
    private static let glance: Duration = .microseconds(50)

    private mutating func letDueGoOn() {
        for index in held.indices.reversed() where held[index].until.hasPassed {
            goOn(held.remove(at: index).stop)
        }
    }

    /// Kills at a call, or lets it be made.
    private mutating func consider(
        _ stop: gate_host_stop, _ decide: (TracedCall) -> TraceDecision
    ) throws(SystemError) -> TracedKill? {
        guard isBegun, let pid = followed, let call = call(stop) else {
            goOn(stop)
            return nil
        }
        if !call.isEntry, var was = shortened.removeValue(forKey: stop.thread) {
            try change("lengthen a system call") {
                unsafe gate_host_trace_lengthen(stop.thread, &was)
            }
        }
        switch decide(call) {
        case .kill: break
        case .shorten(let count) where call.isEntry:
            try shorten(stop, to: count)
            goOn(stop)
            return nil
        case .fail(let code, let isMade) where call.isEntry:
            failures[stop.thread] = code
            if !isMade {
                try change("skip a system call") { gate_host_trace_skip(stop.thread) }
            }
            goOn(stop)
            return nil
        case .hold(let time):
            held.append((stop, .after(time)))
            return nil
        case .goOn, .fail, .shorten:
            if !call.isEntry, let code = failures.removeValue(forKey: stop.thread) {
                try change("fail a system call") {
                    gate_host_trace_return(stop.thread, Int64(-code))
                }
            }
            goOn(stop)
            return nil
        }
        let name = FileSystemReading.text(of: "/proc/\(pid)/task/\(stop.thread)/comm") ?? ""
        let time = MonotonicClock.now()
        kill(pid, SIGKILL)
        return TracedKill(
            pid: pid, call: call, threadName: String(name.prefix { $0 != "\n" }), time: time)
    }

    private mutating func shorten(_ stop: gate_host_stop, to count: Int) throws(SystemError) {
        var stop = stop
        var was = gate_host_shortened()
        var isShorter = false
        try change("shorten a system call") {
            let result = unsafe gate_host_trace_shorten(&stop, UInt64(max(1, count)), &was)
            isShorter = result > 0
            return result
        }
        if isShorter { shortened[stop.thread] = was }
    }

    /// Changes a call; of a thread that was killed meanwhile nothing has to be changed.
    private borrowing func change(_ what: String, _ body: () -> Int32) throws(SystemError) {
        do throws(SystemError) {
            try systemCall(what, body)
        } catch {
            if error.kind != .noProcess { throw error }
        }
    }

    /// The call of a stop; nil after one whose beginning was not seen.
    private mutating func call(_ stop: gate_host_stop) -> TracedCall? {
        guard Int(stop.kind) == GATE_HOST_STOP_ENTRY else {
            return calls.removeValue(forKey: stop.thread).map {
                TracedCall(thread: $0.thread, name: $0.name, isEntry: false)
            }
        }
        let loader = loader ?? Self.loader(stop)
        self.loader = loader
        let call = TracedCall(stop, isLoaders: loader.contains(stop.instruction))
        calls[stop.thread] = call
        return call
    }

    /// Where a program's first call stands, which is the dynamic loader's; empty for a program that
    /// has none.
    private static func loader(_ stop: gate_host_stop) -> Range<UInt64> {
        let maps = FileSystemReading.text(of: "/proc/\(stop.thread)/maps") ?? ""
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            let ends = (words.first ?? "").split(separator: "-").compactMap {
                UInt64($0, radix: 16)
            }
            guard ends.count == 2, ends[0]..<max(ends[0], ends[1]) ~= stop.instruction else {
                continue
            }
            let name = words.last?.split(separator: "/").last ?? ""
            return name.hasPrefix("ld-") ? ends[0]..<ends[1] : 0..<0
        }
        return 0..<0
    }

    // MARK: - Children

    /// Meets a child that the parent started: the wanted one is followed, and its parent no more.
    private mutating func meet(child: Int32, of stop: gate_host_stop) {
        children += 1
        let isEarly = early.remove(child) != nil
        guard children == wantedChild else {
            if isEarly { _ = gate_host_trace_let_go(child) } else { unwanted.insert(child) }
            return goOn(stop)
        }
        followed = child
        _ = gate_host_trace_let_go(stop.thread)
        if isEarly { begin(child) }
    }

    /// Sorts out a new child; everything else that stops without a reason of ours goes on.
    private mutating func firstStop(_ stop: gate_host_stop) {
        let isChild = wantedChild != nil && stop.thread != root
        if isChild, unwanted.remove(stop.thread) != nil {
            _ = gate_host_trace_let_go(stop.thread)
        } else if isChild, followed == nil {
            early.insert(stop.thread)
        } else if isChild, stop.thread == followed, !isBegun {
            begin(stop.thread)
        } else {
            goOn(stop)
        }
    }

    private func begin(_ child: Int32) {
        _ = gate_host_trace_threads(child)
        _ = gate_host_trace_go_on(child, true, 0)
    }

    /// Lets a thread go on; only what is followed stops at its calls.
    ///
    /// A thread that was killed meanwhile needs nothing.
    private func goOn(_ stop: gate_host_stop, delivering signal: Int32 = 0) {
        let isWatched = wantedChild == nil || stop.thread != root
        _ = gate_host_trace_go_on(stop.thread, isWatched, signal)
    }
}

extension TracedCall {
    /// Reads what a call is about to do.
    init(_ stop: gate_host_stop, isLoaders: Bool) {
        let name = unsafe gate_host_call_name(stop.call).map { unsafe String(cString: $0) }
        var text: [UInt8] = []
        if name == "write" {
            text = [UInt8](repeating: 0, count: min(Int(clamping: stop.arguments.2), 160))
            let count = unsafe gate_host_trace_read(
                stop.thread, stop.arguments.1, &text, text.count)
            text.removeLast(text.count - count)
        }
        self.init(
            thread: stop.thread, name: name ?? "call \(stop.call)", text: text,
            operation: stop.arguments.1, isLoaders: isLoaders)
    }
}
