import WeldViewport

/// When the next picture is likely: after as long as it took from the last but one to the last.
///
/// Nobody signals a new picture, so the window's thread looks for one; this spares most of its
/// looks. Times come from the peer, so they only choose between bounds: a wrong guess costs a look
/// more or some milliseconds.
struct PictureRhythm: Equatable, Sendable {
    /// The least time between two looks, in nanoseconds.
    static let shortest: UInt64 = 1_000_000
    /// The most.
    static let longest: UInt64 = 8_000_000
    /// A picture is looked for right after it is expected.
    static let margin: UInt64 = 200_000

    private var last: FrameRecord?
    private var expected: UInt64 = 0

    /// A picture was taken.
    mutating func took(_ record: FrameRecord) {
        if let last, record.id > last.id,
            record.completedNanoseconds > last.completedNanoseconds
        {
            let period =
                (record.completedNanoseconds - last.completedNanoseconds) / (record.id - last.id)
            expected = record.completedNanoseconds &+ period
        } else {
            expected = 0
        }
        last = record
    }

    /// When to look again, if there is nothing new now.
    func nextLook(after now: UInt64) -> UInt64 {
        let wanted = expected &+ Self.margin
        guard wanted > now + Self.shortest else { return now + Self.shortest }
        return min(wanted, now + Self.longest)
    }
}
