import Foundation
import GateKit
import Synchronization

/// Writes messages to the harness, one line each, whole lines whichever threads call.
final class MessageChannel: Sendable {
    private let descriptor: Int32
    private let writing = Mutex(())

    /// Creates a channel onto a descriptor that lives as long as the process.
    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Sends a message; false where the harness is gone.
    func send(_ message: AttemptMessage) -> Bool {
        var bytes: [UInt8]
        do {
            bytes = [UInt8](try JSONEncoder().encode(message))
        } catch {
            // Only a sample that is no number can do this; it must not vanish silently.
            return send(.fault(HarnessFault(.harness, "a message could not be spelled: \(error)")))
        }
        bytes.append(0x0A)
        return writing.withLock { _ in HostDescriptor.write(bytes, to: descriptor) }
    }
}
