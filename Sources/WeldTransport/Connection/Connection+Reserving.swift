internal import WeldPlatform
public import WeldWire

extension Connection {
    /// Takes this side's next sequence number for a frame that the caller writes by hand with
    /// `sendBytes`, and remembers it if it is a request: for holds and fuzzers.
    public func reserveSequence(for type: MessageType) throws(TransportError) -> UInt32 {
        let number = try sending.withLock { (half) throws(TransportError) -> UInt32 in
            try checkAlive(half)
            return half.counter.next()
        }
        note(type, sequence: number)
        return number
    }
}
