import CGateHost
import Glibc
import Synchronization

/// A wish to end the run, from a signal or from a caller; once made it stands.
public final class Interruption: Sendable {
    /// Readable from the moment of the wish; nobody drains it, so everybody sees it.
    let counter: Int32

    /// Creates a wish that has not been made.
    public init() throws(HostError) {
        counter = gate_host_event_counter()
        guard counter >= 0 else { throw HostError("make an event counter", code: errno) }
    }

    deinit { close(counter) }

    /// Whether the wish was made.
    public var isRequested: Bool { HostPoll.readable([counter], until: 0)[0] }

    /// Makes the wish.
    public func request() { _ = gate_host_signal_counter(counter) }

    /// Lets SIGINT, SIGTERM and SIGHUP make the wish instead of ending the process; the
    /// interruption must live as long as the process.
    public func catchSignals() throws(HostError) {
        guard gate_host_catch_interrupts(counter) == 0 else {
            throw HostError("catch the interrupting signals", code: errno)
        }
    }
}
