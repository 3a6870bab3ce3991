import Glibc
import Synchronization
import WeldPlatform

/// Interrupts one thread with SIGURG until it is stopped.
struct Storm: ~Copyable {
    private final class Flags: Sendable {
        let isOver = Atomic<Bool>(false)
        let sent = Atomic<Int>(0)
    }

    private let flags = Flags()
    private let thread: OSThread

    /// Gives SIGURG a handler without SA_RESTART, so that system calls really return EINTR.
    static func install() {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in }
        unsafe sigaction(SIGURG, &action, nil)
    }

    init(at target: pthread_t) throws(SystemError) {
        let flags = flags
        thread = try OSThread.start(named: "storm") {
            while !flags.isOver.load(ordering: .relaxed) {
                pthread_kill(target, SIGURG)
                flags.sent.add(1, ordering: .relaxed)
                sched_yield()
            }
        }
    }

    /// Ends the storm and returns how many signals were sent.
    consuming func stop() -> Int {
        flags.isOver.store(true, ordering: .relaxed)
        thread.join()
        return flags.sent.load(ordering: .relaxed)
    }
}
