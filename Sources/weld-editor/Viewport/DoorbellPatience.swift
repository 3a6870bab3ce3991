/// How long a ring is waited for before the region is looked at all the same.
///
/// A runtime rings for every picture. One that never does, such as the original's, is noticed by a
/// picture that lies there after a wait in vain; from then on it is looked for more often.
///
/// Pure; times are nanoseconds of the monotonic clock.
struct DoorbellPatience: Equatable, Sendable {
    /// For a runtime that rings: no look in vain, but the window is looked after.
    static let ringing: UInt64 = 50_000_000
    /// For one that does not.
    static let silent: UInt64 = 4_000_000

    private var awaited: UInt64?
    /// Whether a picture came without a ring.
    private(set) var isSilent = false

    /// A picture was found, at a look right after a wait or without one.
    mutating func found(at now: UInt64) {
        if let awaited, now >= awaited { isSilent = true }
        awaited = nil
    }

    /// Until when to wait for a ring.
    mutating func deadline(after now: UInt64) -> UInt64 {
        let deadline = now + (isSilent ? Self.silent : Self.ringing)
        awaited = deadline
        return deadline
    }
}
