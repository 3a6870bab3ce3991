// Unsafe code: signal sets are C structures, filled and passed by address.
internal import CGateHost
internal import Glibc

/// The signals that the judge sends and receives, by the system's number.
public enum Signals {
    /// Polite request to end (SIGTERM).
    public static let terminate: Int32 = SIGTERM
    /// Request from the keyboard (SIGINT).
    public static let interrupt: Int32 = SIGINT
    /// Cannot be caught (SIGKILL).
    public static let kill: Int32 = SIGKILL
    /// A crash: access to memory that is not there (SIGSEGV).
    public static let segmentationViolation: Int32 = SIGSEGV
    /// Interrupts a stub that was started with `--interruptible` (SIGUSR1).
    public static let user1: Int32 = SIGUSR1
    /// Releases a hold (SIGUSR2).
    public static let user2: Int32 = SIGUSR2
    /// The terminal is gone (SIGHUP).
    public static let hangUp: Int32 = SIGHUP
    /// Write without a reader (SIGPIPE).
    public static let pipe: Int32 = SIGPIPE
    /// Stops the process, cannot be caught (SIGSTOP).
    public static let stop: Int32 = SIGSTOP
    /// Continues a stopped process (SIGCONT).
    public static let `continue`: Int32 = SIGCONT

    /// Sends a signal to one process, if there is one of that number.
    ///
    /// Where a ``ChildProcess`` is at hand, its own method cannot hit another process.
    public static func send(_ signal: Int32, to pid: Int32) { _ = Glibc.kill(pid, signal) }

    /// Sends a signal to every process of a group.
    public static func send(_ signal: Int32, toGroup group: Int32) {
        _ = Glibc.kill(-group, signal)
    }

    /// Sends a signal to every thread of a process that is one's own child and not reaped yet, so
    /// that each of them, and not the first alone, is interrupted; returns how many took it.
    @discardableResult
    public static func send(_ signal: Int32, toThreadsOf pid: Int32) -> Int {
        let names = FileSystemReading.names(in: "/proc/\(pid)/task") ?? []
        return names.compactMap { Int32($0) }.count { thread in
            gate_host_signal_thread(pid, thread, signal) == 0
        }
    }

    /// Ignores a signal in the whole process; children started by ``ChildProcess`` do not inherit
    /// it.
    public static func ignore(_ signal: Int32) throws(SystemError) {
        try systemCall("ignore signal \(signal)") { gate_host_ignore_signal(signal) }
    }

    /// Makes SIGPIPE do nothing in this process, so that a write without a reader is an error; any
    /// program that it starts gets the default again.
    public static func surviveBrokenPipes() throws(SystemError) {
        try systemCall("catch SIGPIPE") { gate_host_survive_broken_pipes() }
    }

    /// Makes SIGINT, SIGTERM and SIGHUP signal a counter instead of ending the process, and does
    /// what ``surviveBrokenPipes()`` does; the counter must live as long as the process.
    ///
    /// A signal that is ignored already stays ignored: a run under nohup goes on when its terminal
    /// is closed (platform.md#surroundings).
    public static func catchInterrupts(by counter: borrowing EventCounter) throws(SystemError) {
        let number = counter.descriptor.rawValue
        try systemCall("catch the interrupting signals") { gate_host_catch_interrupts(number) }
    }

    /// Makes SIGUSR1 signal a counter instead of ending the process, unless it is ignored.
    ///
    /// The counter must live as long as the process. A program that is started gets the default
    /// again.
    public static func catchStatusRequests(by counter: borrowing EventCounter) throws(SystemError) {
        let number = counter.descriptor.rawValue
        try systemCall("catch SIGUSR1") { gate_host_catch_status_requests(number) }
    }

    /// Undoes ``catchInterrupts(by:)``: what waits for nothing but its reader is ended at once.
    public static func leaveInterrupts() throws(SystemError) {
        try systemCall("leave the interrupting signals") { gate_host_leave_interrupts() }
    }

    /// Blocks signals in the calling thread and in every thread it starts from now on.
    public static func block(_ signals: [Int32]) throws(SystemError) {
        var set = systemSet(signals)
        let code = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        guard code == 0 else { throw SystemError(code: code, operation: "block signals") }
    }

    fileprivate static func systemSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }
}

/// Receives signals as something to poll for (signalfd) instead of by a handler.
public struct SignalReceiver: ~Copyable, Sendable {
    /// Becomes readable when one of the signals is pending.
    public let descriptor: OwnedDescriptor

    /// Blocks `signals` in the calling thread and receives them here.
    ///
    /// The main thread does this before it starts any other, so that none of them takes the signal.
    public init(blocking signals: [Int32]) throws(SystemError) {
        try Signals.block(signals)
        var set = Signals.systemSet(signals)
        descriptor = OwnedDescriptor(
            adopting: try systemCall("receive signals") {
                unsafe gate_host_signal_receiver(&set)
            })
    }

    /// Returns the number of a pending signal; nil when the deadline passed first.
    public borrowing func next(until deadline: Deadline) throws(SystemError) -> Int32? {
        // signalfd_siginfo is 128 bytes and begins with the signal's number.
        var record = InlineArray<32, UInt32>(repeating: 0)
        while true {
            let number = descriptor.rawValue
            let count = try systemCallOrWouldBlock("read signal") {
                unsafe read(number, &record, MemoryLayout.size(ofValue: record))
            }
            if count != nil { return Int32(record[0]) }
            let found = try Poll.wait(number, for: .readable, until: deadline)
            if found.isEmpty { return nil }
        }
    }
}
