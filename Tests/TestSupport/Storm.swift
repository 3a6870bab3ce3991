// Unsafe code: signal handlers and masks are the C library's.

internal import Glibc
internal import Synchronization
public import WeldPlatform

/// How many signals of a storm were really handled.
private let hits = Atomic<Int>(0)

/// Interrupts the thread that starts it with SIGURG until it is stopped.
public struct Storm: ~Copyable {
    private final class Flag: Sendable {
        let isOver = Atomic<Bool>(false)
    }

    private let flag = Flag()
    private let thread: OSThread
    private let before: Int

    /// Starts a storm at the calling thread, whose signal mask may have to be opened for it: the
    /// threads that run tests block most signals.
    public init() throws(SystemError) {
        before = hits.load(ordering: .relaxed)
        // No SA_RESTART, so that system calls really return EINTR.
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in hits.add(1, ordering: .relaxed) }
        unsafe sigaction(SIGURG, &action, nil)
        Self.change(SIG_UNBLOCK)
        let flag = flag
        let target = pthread_self()
        thread = try OSThread.start(named: "storm") {
            while !flag.isOver.load(ordering: .relaxed) {
                pthread_kill(target, SIGURG)
                sched_yield()
            }
        }
    }

    /// How many signals were handled until now.
    public var handled: Int { hits.load(ordering: .relaxed) - before }

    /// Ends the storm and returns how many signals were handled.
    public consuming func stop() -> Int {
        flag.isOver.store(true, ordering: .relaxed)
        thread.join()
        Self.change(SIG_BLOCK)
        return hits.load(ordering: .relaxed) - before
    }

    private static func change(_ how: Int32) {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGURG)
        unsafe pthread_sigmask(how, &set, nil)
    }
}
