/// Numbers the frames that one side sends: from 1, without 0 when it wraps.
public struct SequenceCounter: Equatable, Sendable {
    /// The number handed out last; 0 before the first.
    public private(set) var last: UInt32

    /// Starts a counter whose next number follows `last`.
    public init(last: UInt32 = 0) {
        self.last = last
    }

    /// Returns the next number.
    public mutating func next() -> UInt32 {
        last &+= 1
        if last == 0 { last = 1 }
        return last
    }
}
