internal import Synchronization
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
        // Encoded on the stack under any number, so that only this part is generic; the number is
        // put in where the order of frames is decided, under the lock.
        try unsafe withUnsafeTemporaryAllocation(
            byteCount: Frame.prefixSize + MemoryLayout<M>.size, alignment: 16
        ) { (space) throws(TransportError) -> UInt32 in
            let length = unsafe FrameEncoder.encode(
                message, sequence: 0, version: version, into: space)
            return try unsafe sendFrame(
                UnsafeMutableRawBufferPointer(rebasing: space[..<length]), M.type,
                sequence: sequence, until: deadline)
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
}
