// Unsafe code: lists of signals are passed by address.

internal import CWeldPlatform

/// The signals that the stubs know, by the system's number.
public enum Signals {
    /// Polite request to end (SIGTERM).
    public static let terminate = weld_signal(Int32(WELD_SIGNAL_TERMINATE))
    /// Request from the keyboard (SIGINT).
    public static let interrupt = weld_signal(Int32(WELD_SIGNAL_INTERRUPT))
    /// Cannot be caught (SIGKILL).
    public static let kill = weld_signal(Int32(WELD_SIGNAL_KILL))
    /// A crash: access to memory that is not there (SIGSEGV).
    public static let segmentationViolation = weld_signal(Int32(WELD_SIGNAL_SEGMENTATION))
    /// Releases a hold (SIGUSR2).
    public static let user2 = weld_signal(Int32(WELD_SIGNAL_USER2))
    /// Interrupts a program that was started with `--interruptible` (SIGUSR1).
    public static let user1 = weld_signal(Int32(WELD_SIGNAL_USER1))
    /// Write without a reader (SIGPIPE).
    public static let pipe = weld_signal(Int32(WELD_SIGNAL_PIPE))
    /// A file grew beyond the limit of the process (SIGXFSZ).
    public static let fileSize = weld_signal(Int32(WELD_SIGNAL_FILE_SIZE))
    /// A terminal was written to that is another's (SIGTTOU).
    public static let terminalOutput = weld_signal(Int32(WELD_SIGNAL_TERMINAL_OUTPUT))
    /// Stops the process, cannot be caught (SIGSTOP).
    public static let stop = weld_signal(Int32(WELD_SIGNAL_STOP))
    /// Continues a stopped process (SIGCONT).
    public static let `continue` = weld_signal(Int32(WELD_SIGNAL_CONTINUE))

    /// Ignores a signal in the whole process; children started by ``ChildProcess`` do not inherit
    /// it.
    public static func ignore(_ signal: Int32) throws(SystemError) {
        try checked(weld_signal_ignore(signal), "ignore signal \(signal)")
    }

    /// Lets a signal interrupt the system calls that it meets, with EINTR, and do nothing else.
    public static func interrupt(by signal: Int32) throws(SystemError) {
        try checked(weld_signal_interrupts(signal), "be interrupted by signal \(signal)")
    }

    /// Blocks signals in the calling thread and in every thread it starts from now on.
    public static func block(_ signals: [Int32]) throws(SystemError) {
        unsafe try checked(weld_signal_block(signals, signals.count), "block signals")
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
        descriptor = OwnedDescriptor(
            adopting: unsafe try checked(
                weld_signal_receiver(signals, signals.count), "receive signals"))
    }

    /// Returns the number of a pending signal; nil when the deadline passed first.
    public borrowing func next(until deadline: Deadline) throws(SystemError) -> Int32? {
        while true {
            let number = weld_signal_next(descriptor.handle)
            if number != Int32(WELD_AGAIN) { return try checked(number, "read signal") }
            let found = try Poll.wait(descriptor.rawValue, for: .readable, until: deadline)
            if found.isEmpty { return nil }
        }
    }
}
