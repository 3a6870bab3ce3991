// Unsafe code: a frame is made in memory on the stack and lent to the socket for one call.

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

// Frames that carry descriptors, or that the caller writes by hand.
extension Connection {
    /// Sends one message that carries descriptors, and returns its sequence number.
    ///
    /// The frame gets a sendmsg of its own after the queue has drained, so that the descriptors
    /// arrive with its first bytes. They are lent for the call and stay the caller's.
    /// - Throws: ``TransportError/tooManyHandles(count:limit:)`` unless there are 1 to 253, before
    ///   anything is sent; ``TransportError/system(_:)`` when the kernel refuses the descriptors,
    ///   after which the connection is as good as before.
    @discardableResult
    public func send<M: WireMessage>(
        _ message: M, handles: [RawDescriptor], sequence: UInt32? = nil,
        version: UInt16 = Frame.version,
        until deadline: Deadline = .never
    ) throws(TransportError) -> UInt32 {
        try checkHandles(handles.count)
        let number: UInt32
        if let sequence { number = sequence } else { number = try nextSequence() }
        note(M.type, sequence: number)
        let frame = FrameEncoder.encode(message, sequence: number, version: version)
        try sendBytes(frame, handles: handles, until: deadline)
        return number
    }

    /// Sends bytes as they are, with descriptors attached to the first: for fuzzers and sabotages.
    public func sendBytes(
        _ bytes: [UInt8], handles: [RawDescriptor], until deadline: Deadline = .never
    ) throws(TransportError) {
        try checkHandles(handles.count)
        precondition((1...OutgoingQueue.limit).contains(bytes.count), "at least one byte carries")
        let start = MonotonicClock.now()
        while !(try sendNow(bytes, handles: handles)) {
            try waitWritable("send descriptors", until: deadline, waitingSince: start)
        }
    }

    /// Sends the frame if the queue is empty and the kernel takes at least its first byte.
    private func sendNow(_ bytes: [UInt8], handles: [RawDescriptor]) throws(TransportError) -> Bool
    {
        try sending.withLock { (half) throws(TransportError) -> Bool in
            try checkAlive(half)
            try push(&half)
            guard half.queue.count == 0 else { return false }
            guard let taken = try firstPart(of: bytes, handles: handles, in: &half) else {
                return false
            }
            if taken < bytes.count {
                unsafe bytes[taken...].withUnsafeBufferPointer { rest in
                    unsafe half.queue.append(UnsafeRawBufferPointer(rest))
                }
                try push(&half)
            }
            return true
        }
    }

    private func firstPart(
        of bytes: [UInt8], handles: [RawDescriptor], in half: inout SendingHalf
    ) throws(TransportError) -> Int? {
        do throws(SystemError) {
            return unsafe try bytes.withUnsafeBufferPointer { (part) throws(SystemError) -> Int? in
                unsafe try StreamSocket.send(
                    socket.rawValue, UnsafeRawBufferPointer(part), descriptors: handles)
            }
        } catch {
            let failure = TransportError(error)
            // Only a dead peer poisons; a refused descriptor (EBADF, too many in flight) does not.
            throw failure.isPeerGone ? half.fail(failure) : failure
        }
    }

    /// Takes this side's next sequence number for a frame that the caller writes by hand with
    /// `sendBytes`, and remembers it if it is a request: for holds and fuzzers.
    public func reserveSequence(for type: MessageType) throws(TransportError) -> UInt32 {
        let number = try nextSequence()
        note(type, sequence: number)
        return number
    }

    private func nextSequence() throws(TransportError) -> UInt32 {
        try sending.withLock { (half) throws(TransportError) -> UInt32 in
            try checkAlive(half)
            return half.counter.next()
        }
    }

    private func checkHandles(_ count: Int) throws(TransportError) {
        let limit = StreamSocket.descriptorLimit
        guard (1...limit).contains(count) else {
            throw .tooManyHandles(count: count, limit: limit)
        }
    }
}
