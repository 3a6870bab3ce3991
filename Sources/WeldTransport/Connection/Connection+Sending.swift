public import Synchronization
public import WeldPlatform
public import WeldWire

extension Connection {
    /// Sends one message and returns its sequence number.
    ///
    /// Never blocks while the queue has room; with a full queue it waits for the peer to read.
    /// - Parameters:
    ///   - sequence: A reply passes its request's number; nil takes this side's next.
    ///   - version: The header's version: ours, except in the answer to a foreign Hello.
    ///   - deadline: How long to wait for room.
    /// - Throws: ``TransportError/timedOut(_:)`` when no room came, ``TransportError/stalled`` when
    ///   the peer took nothing for the stall limit; nothing of the message was sent then.
    @inlinable
    @discardableResult
    public func send<M: WireMessage>(
        _ message: M, sequence: UInt32? = nil, version: UInt16 = Frame.version,
        until deadline: Deadline = .never
    ) throws(TransportError) -> UInt32 {
        let length = Frame.prefixSize + MemoryLayout<M>.size
        while true {
            let sent = try sending.withLock { (half) throws(TransportError) -> UInt32? in
                guard try hasRoom(length, in: &half) else { return nil }
                let number = sequence ?? half.counter.next()
                note(M.type, sequence: number)
                unsafe half.queue.append(length) { space in
                    _ = unsafe FrameEncoder.encode(
                        message, sequence: number, version: version, into: space)
                }
                try pushUnlessCorked(&half)
                return number
            }
            if let sent { return sent }
            try waitWritable("send", until: deadline)
        }
    }

    /// Holds frames back until ``uncork()``, so that a batch costs one write; a full queue is
    /// written all the same.
    public func cork() {
        sending.withLock { half in half.corks += 1 }
    }

    /// Ends one ``cork()`` and writes what was held back.
    public func uncork() throws(TransportError) {
        try sending.withLock { (half) throws(TransportError) in
            precondition(half.corks > 0, "uncork without cork")
            half.corks -= 1
            try pushUnlessCorked(&half)
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
                unsafe half.queue.append(piece.count) { space in
                    unsafe space.copyBytes(from: piece)
                }
                try pushUnlessCorked(&half)
                return piece.count
            }
            rest = rest.dropFirst(taken)
            if taken == 0 { try waitWritable("send bytes", until: deadline) }
        }
    }

    /// Whether bytes wait for the peer to read.
    public var hasQueued: Bool { queuedBytes.load(ordering: .relaxed) > 0 }

    /// Waits until the kernel has everything that was sent.
    public func flush(until deadline: Deadline) throws(TransportError) {
        while !(try pushQueued()) {
            try waitWritable("flush", until: deadline)
        }
    }

    /// Gives the kernel what it takes now; returns whether the queue is empty.
    func pushQueued() throws(TransportError) -> Bool {
        try sending.withLock { (half) throws(TransportError) -> Bool in
            try checkAlive(half)
            try push(&half)
            return half.queue.count == 0
        }
    }

    /// Waits, without the lock, until the socket takes bytes again.
    ///
    /// `start` is when the caller began to wait with nothing in the queue, if so.
    @usableFromInline
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
