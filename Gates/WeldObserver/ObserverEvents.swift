// Unsafe code: a line's bytes are handed to write by address.

import GateHost
import WeldContract

/// Writes the observer's events, numbered, without ever blocking: a line that is not taken is
/// lost, and its missing number shows it.
final class ObserverEvents {
    /// Where they go.
    let descriptor: OwnedDescriptor
    private var number: UInt64 = 0
    private var line = EventLine()

    /// Takes over the descriptor.
    init(descriptor: Int32) throws(SystemError) {
        self.descriptor = OwnedDescriptor(adopting: descriptor)
        try Signals.ignore(Signals.pipe)
        try self.descriptor.setNonBlocking()
    }

    /// Writes one event.
    func emit(_ event: ObserverEvent) {
        number += 1
        line.spell(
            .observer(event), number: number, time: MonotonicClock.now(),
            pid: ProcessEnvironment.pid, role: .observer)
        _ = unsafe line.bytes.withUnsafeBytes { unsafe try? descriptor.write($0) }
    }
}
