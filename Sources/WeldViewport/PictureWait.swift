internal import WeldPlatform

/// How a reader waits for the doorbell without being at the mercy of who rings it.
///
/// A wake after which no picture is taken was futile, and after one of those it rests for the rest
/// of a millisecond without listening. So a storm of rings, or a peer that flips the word, costs a
/// thousand looks a second and never a processor; a peer that never rings costs the deadline.
struct PictureWait: Sendable {
    /// The least time between two futile wakes, in nanoseconds.
    static let rest: UInt64 = 1_000_000

    /// Wakes that led to no picture.
    private(set) var futileWakes: UInt64 = 0
    /// The news that were told last, as long as nothing came of them.
    private var told: UInt32?
    /// When it woke last, unless a picture was taken since or its rest is over.
    private var lastWake: UInt64?

    /// A picture was taken: the last wake was none of the futile ones.
    mutating func tookPicture() {
        told = nil
        guard lastWake != nil else { return }
        lastWake = nil
        futileWakes -= 1
    }

    /// Waits until the region's bell word is news that were not told before, until somebody rings,
    /// or until the deadline.
    mutating func wait(
        _ region: ViewportRegion, until deadline: Deadline, isNews: (UInt32) -> Bool
    ) {
        rest(until: deadline)
        var word = region.bellWord
        while true {
            if isUntold(word, isNews) { return tell(word) }
            if deadline.hasPassed { return }
            let waking = region.awaitBell(while: word, until: deadline)
            word = region.bellWord
            if isUntold(word, isNews) { return tell(word) }
            switch waking {
            case .rung: return noteWake()
            case .deadline: return
            // Where the system has no bell (nil), this is a look a millisecond.
            case .changed, nil:
                noteWake()
                rest(until: deadline)
                word = region.bellWord
            }
        }
    }

    private mutating func isUntold(_ word: UInt32, _ isNews: (UInt32) -> Bool) -> Bool {
        guard word != told else { return false }
        told = nil
        return isNews(word)
    }

    private mutating func tell(_ word: UInt32) {
        told = word
        noteWake()
    }

    private mutating func noteWake() {
        lastWake = MonotonicClock.now()
        futileWakes += 1
    }

    /// Lets the rest of a millisecond pass since the last wake, if nothing came of it.
    private mutating func rest(until deadline: Deadline) {
        guard let last = lastWake else { return }
        let end = Deadline(nanoseconds: last + Self.rest)
        var nothing: [PollEntry] = []
        _ = try? Poll.wait(&nothing, until: min(end, deadline))
        if end.hasPassed { lastWake = nil }
    }
}
