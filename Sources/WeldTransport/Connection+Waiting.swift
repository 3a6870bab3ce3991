internal import Synchronization
internal import WeldPlatform

// How a sending thread waits for a peer that does not read, and for how long.
extension Connection {
    /// Waits, without the lock, until the socket takes bytes again.
    ///
    /// `start` is when the caller began to wait with nothing in the queue, if so.
    func waitWritable(
        _ operation: String, until deadline: Deadline, waitingSince start: UInt64 = 0
    ) throws(TransportError) {
        let stall = stallDeadline(since: start)
        let found: PollEvents
        do throws(SystemError) {
            found = try Poll.wait(socket.rawValue, for: .writable, until: min(deadline, stall))
        } catch {
            throw TransportError(error)
        }
        guard found.isEmpty else { return }
        if stall.hasPassed { try judgeStall(since: start) }
        if deadline.hasPassed { throw .timedOut(operation) }
    }

    /// Poisons the connection if the peer really took nothing for the stall limit.
    ///
    /// Poll reports "writable" only when most of the socket's buffer is free, so one more try
    /// decides whether a slow reader made progress.
    func judgeStall(since start: UInt64 = 0) throws(TransportError) {
        _ = try pushQueued()
        guard hasQueued || start > 0, stallDeadline(since: start).hasPassed else { return }
        poison(.stalled)
        throw .stalled
    }
}

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
