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
