internal import Synchronization
internal import WeldPlatform
public import WeldWire

// What every way of sending does under the lock.
extension Connection {
    /// Throws the error that poisoned the sending half.
    func checkAlive(_ half: borrowing SendingHalf) throws(TransportError) {
        if let failure = half.failure { throw failure }
    }

    /// Whether the queue takes `length` more bytes, after trying to make room.
    @usableFromInline
    func hasRoom(_ length: Int, in half: inout SendingHalf) throws(TransportError) -> Bool {
        try checkAlive(half)
        if half.queue.room >= length { return true }
        try push(&half)
        return half.queue.room >= length
    }

    /// Remembers a request before its bytes are on their way: the reply may come at once.
    @usableFromInline
    func note(_ type: MessageType, sequence: UInt32) {
        rules.withLock { rules in rules.sent(type, sequence: sequence) }
    }

    @usableFromInline
    func pushUnlessCorked(_ half: inout SendingHalf) throws(TransportError) {
        if half.corks == 0 {
            try push(&half)
        } else {
            publish(half.queue.count, progressed: false)
        }
    }

    /// Writes what the kernel takes and publishes what is left.
    func push(_ half: inout SendingHalf) throws(TransportError) {
        do throws(TransportError) {
            let progressed = try half.push(to: socket.rawValue)
            publish(half.queue.count, progressed: progressed)
        } catch {
            queuedBytes.store(0, ordering: .relaxed)
            throw error
        }
    }

    /// Tells the receiving thread how much waits; the clock is read only when something does.
    func publish(_ left: Int, progressed: Bool) {
        let before = queuedBytes.load(ordering: .relaxed)
        if left == 0, before == 0 { return }
        if progressed || before == 0 {
            lastProgress.store(MonotonicClock.now(), ordering: .relaxed)
        }
        queuedBytes.store(left, ordering: .relaxed)
    }
}
