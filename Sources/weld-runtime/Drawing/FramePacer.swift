/// Says when each picture is due: on absolute deadlines, so that a late picture does not delay the
/// ones after it.
///
/// Pure; times are nanoseconds of the monotonic clock.
struct FramePacer: Equatable, Sendable {
    private let origin: UInt64
    private let framesPerSecond: UInt64
    private var index: UInt64 = 0

    /// The first picture is due at `start`; at 0 a second every picture is due at once.
    init(framesPerSecond: UInt32, start: UInt64) {
        origin = start
        self.framesPerSecond = UInt64(framesPerSecond)
    }

    /// When the next picture is due.
    var due: UInt64 {
        framesPerSecond == 0 ? origin : origin + index * 1_000_000_000 / framesPerSecond
    }

    /// Goes on to the picture after the one drawn now; deadlines that have passed are left out
    /// instead of being made up for.
    mutating func advance(now: UInt64) {
        let elapsed = now > origin ? now - origin : 0
        // Split, so that the product cannot overflow.
        let seconds = elapsed / 1_000_000_000
        let rest = elapsed % 1_000_000_000
        let passed = seconds * framesPerSecond + rest * framesPerSecond / 1_000_000_000
        index = max(index + 1, passed)
    }
}
