internal import Synchronization
internal import WeldPlatform

// What the receiving thread does while bytes wait for the peer.
extension Connection {
    /// Waits for either direction and writes what the kernel takes; returns whether there is
    /// something to read.
    func pump(readsWhileFull: Bool, until deadline: Deadline) throws(TransportError) -> Bool {
        let isFull =
            queuedBytes.load(ordering: .relaxed) > OutgoingQueue.limit - OutgoingQueue.slack
        let reads = readsWhileFull || !isFull
        let stall = stallDeadline()
        let found = try wait(
            for: reads ? [.readable, .writable] : .writable, until: min(deadline, stall))
        if found.isEmpty {
            if stall.hasPassed { try judgeStall() }
            if deadline.hasPassed { throw .timedOut("receive") }
            return false
        }
        if !found.isDisjoint(with: [.writable, .hangUp, .failed]) {
            do throws(TransportError) {
                _ = try pushQueued()
            } catch {
                // Nobody will read what is queued, but what the peer had sent before it went is
                // still to be read; its end is then found by the receive itself.
                if !error.isPeerGone { throw error }
                return true
            }
        }
        return reads && !found.isDisjoint(with: [.readable, .hangUp, .failed])
    }

    /// Waits for something to read.
    func waitReadable(until deadline: Deadline) throws(TransportError) {
        if try wait(for: .readable, until: deadline).isEmpty { throw .timedOut("receive") }
    }

    private func wait(
        for interests: PollEvents, until deadline: Deadline
    ) throws(TransportError) -> PollEvents {
        do throws(SystemError) {
            return try Poll.wait(socket.rawValue, for: interests, until: deadline)
        } catch {
            throw TransportError(error)
        }
    }
}
