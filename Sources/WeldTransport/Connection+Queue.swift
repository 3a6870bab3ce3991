// Unsafe code: frames lie in memory that is lent to the socket by address, once and for a call.

internal import Synchronization
public import WeldPlatform
public import WeldWire

// What every way of sending does, under the lock and while waiting for it to be worth taking.
extension Connection {
    /// Sends an encoded frame, after giving it its number.
    @usableFromInline
    func sendFrame(
        _ frame: UnsafeMutableRawBufferPointer, _ type: MessageType, sequence: UInt32?,
        until deadline: Deadline
    ) throws(TransportError) -> UInt32 {
        while true {
            let sent = try sending.withLock { (half) throws(TransportError) -> UInt32? in
                guard try hasRoom(frame.count, in: &half) else { return nil }
                let number = sequence ?? half.counter.next()
                unsafe frame.storeBytes(of: number, toByteOffset: 8, as: UInt32.self)
                note(type, sequence: number)
                unsafe try write(UnsafeRawBufferPointer(frame), in: &half)
                return number
            }
            if let sent { return sent }
            try waitWritable("send", until: deadline)
        }
    }

    /// Sends bytes as they are, through the same queue: for fuzzers and sabotages.
    public func sendBytes(
        _ bytes: [UInt8], until deadline: Deadline = .never
    ) throws(TransportError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let taken = try sending.withLock { (half) throws(TransportError) -> Int in
                guard try hasRoom(1, in: &half) else { return 0 }
                let piece = rest.prefix(half.queue.room)
                unsafe try piece.withUnsafeBufferPointer { (part) throws(TransportError) in
                    unsafe try write(UnsafeRawBufferPointer(part), in: &half)
                }
                return piece.count
            }
            rest = rest.dropFirst(taken)
            if taken == 0 { try waitWritable("send bytes", until: deadline) }
        }
    }

    /// Throws the error that poisoned the sending half.
    func checkAlive(_ half: borrowing SendingHalf) throws(TransportError) {
        if let failure = half.failure { throw failure }
    }

    /// Whether the queue takes `length` more bytes, after trying to make room.
    private func hasRoom(
        _ length: Int, in half: inout SendingHalf
    ) throws(TransportError) -> Bool {
        try checkAlive(half)
        if half.queue.room >= length { return true }
        try push(&half)
        return half.queue.room >= length
    }

    /// Remembers a request before its bytes are on their way: the reply may come at once.
    func note(_ type: MessageType, sequence: UInt32) {
        if type.reply == nil { return }
        rules.withLock { rules in rules.sent(type, sequence: sequence) }
    }

    /// Writes bytes straight to the kernel when nothing waits before them, and queues the rest.
    private func write(
        _ bytes: UnsafeRawBufferPointer, in half: inout SendingHalf
    ) throws(TransportError) {
        guard half.queue.count == 0, half.corks == 0 else {
            unsafe half.queue.append(bytes)
            return try pushUnlessCorked(&half)
        }
        let taken = unsafe try half.send(bytes, to: socket.rawValue) ?? 0
        guard taken < bytes.count else { return }
        unsafe half.queue.append(UnsafeRawBufferPointer(rebasing: bytes[taken...]))
        try publish(&half, progressed: taken > 0)
    }

    func pushUnlessCorked(_ half: inout SendingHalf) throws(TransportError) {
        if half.corks == 0 {
            try push(&half)
        } else {
            try publish(&half, progressed: false)
        }
    }

    /// Writes what the kernel takes and publishes what is left.
    func push(_ half: inout SendingHalf) throws(TransportError) {
        do throws(TransportError) {
            let progressed = try half.push(to: socket.rawValue)
            try publish(&half, progressed: progressed)
        } catch {
            queuedBytes.store(0, ordering: .relaxed)
            throw error
        }
    }

    /// Tells the receiving thread how much waits, or has it written if that thread is busy waiting;
    /// the clock is read only when something waits.
    private func publish(
        _ half: inout SendingHalf, progressed: Bool
    ) throws(TransportError) {
        let left = half.queue.count
        let before = queuedBytes.load(ordering: .relaxed)
        if left == 0, before == 0 { return }
        if progressed || before == 0 {
            lastProgress.store(MonotonicClock.now(), ordering: .relaxed)
        }
        // This store and the load below mirror receiverBeginsToWait(): one side sees the other.
        queuedBytes.store(left, ordering: .sequentiallyConsistent)
        if left > 0, half.corks == 0, receiverWaits.load(ordering: .sequentiallyConsistent) {
            try startDraining(&half)
        }
    }
}

// Who writes the queue while the receiving thread waits in the kernel and cannot: it has no timer
// there that would make it look (a quiet round trip would pay for it), so bytes that the kernel did
// not take from another thread get a thread of their own until they are gone.
extension Connection {
    /// Announces that the receiving thread waits from here on; false when bytes are queued, which
    /// it must look after instead.
    func receiverBeginsToWait() -> Bool {
        receiverWaits.store(true, ordering: .sequentiallyConsistent)
        if queuedBytes.load(ordering: .sequentiallyConsistent) == 0 { return true }
        receiverWaits.store(false, ordering: .relaxed)
        return false
    }

    /// Starts the thread that empties the queue, unless it runs or there is no room for it.
    func startDraining(_ half: inout SendingHalf) throws(TransportError) {
        if half.isDraining { return }
        do throws(SystemError) {
            _ = try OSThread.start(named: "weld-drain") { self.drain() }
        } catch {
            // Where there is no room for a thread the next send, or what the peer sends, looks after
            // the bytes: the connection is as good as before.
            if error.isExhaustion { return }
            throw half.fail(.system(error))
        }
        half.isDraining = true
    }

    /// Writes until the queue is empty or the connection has failed; the failure is kept where
    /// every sender finds it.
    private func drain() {
        while !drainOnce() {
            try? waitWritable("drain", until: .never)
        }
    }

    private func drainOnce() -> Bool {
        sending.withLock { half in
            if half.failure == nil { try? push(&half) }
            half.isDraining = half.failure == nil && half.queue.count > 0
            return !half.isDraining
        }
    }
}
