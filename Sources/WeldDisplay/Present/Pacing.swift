/// When the next picture is chosen: as late as the compositor's rhythm allows, so that what is shown
/// is as young as it can be.
///
/// The compositor takes pictures in turns of its own. Its word for the next picture comes right
/// after a turn; a picture chosen then would wait for almost a whole turn. So it is chosen only as
/// long before the next turn as showing it takes, and a margin that grows when a turn was missed.
/// A hidden window is asked for nothing: what waits in a mailbox is replaced all the same after a
/// while; what waits in a queue would block the driver, and is never chosen early or late.
///
/// Pure; times are nanoseconds of the monotonic clock.
struct Pacing: Equatable, Sendable {
    /// How long the compositor's word is waited for.
    static let patience: UInt64 = 100_000_000
    /// Turns that are believed: from 240 to 20 a second.
    static let believedTurns: ClosedRange<UInt64> = 4_000_000...50_000_000
    /// The margin's bounds.
    static let leastMargin: UInt64 = 1_500_000
    /// See ``leastMargin``.
    static let mostMargin: UInt64 = 6_000_000
    /// How many turns are remembered; the shortest of them counts.
    static let memory = 8

    private let mode: PresentMode
    private var shownAt: UInt64?
    private var answeredAt: UInt64?
    private var turns: [UInt64] = []
    private var cost: UInt64 = 0
    private var margin = Self.leastMargin
    /// Pictures that were shown without the compositor's word.
    private(set) var unasked: UInt64 = 0

    init(_ mode: PresentMode) {
        self.mode = mode
    }

    /// A picture was shown; from now on the compositor's next word is awaited.
    mutating func shown(at now: UInt64, isAnswered: Bool) {
        if shownAt != nil, !isAnswered { unasked += 1 }
        shownAt = now
    }

    /// Showing a picture took so long, from choosing it to its way to the compositor.
    ///
    /// What was slow once is expected for a while.
    mutating func took(_ nanoseconds: UInt64) {
        cost = max(nanoseconds, cost - cost / 32)
    }

    /// The compositor asks for the next picture: one of its turns is just over.
    mutating func answered(at now: UInt64) {
        defer { answeredAt = now }
        guard let last = answeredAt, now > last else { return }
        let turn = now - last
        if let period, turn > period + period / 2 {
            // The picture came too late for its turn.
            margin = min(Self.mostMargin, margin + 1_000_000)
        } else {
            margin = max(Self.leastMargin, margin - margin / 64)
        }
        guard Self.believedTurns.contains(turn) else { return }
        turns.append(turn)
        if turns.count > Self.memory { turns.removeFirst() }
    }

    /// How long a turn is; nil before enough of them were seen.
    var period: UInt64? { turns.count < Self.memory / 2 ? nil : turns.min() }

    /// When the next picture is to be chosen; nil while the compositor's word is awaited.
    func choice(at now: UInt64, isAnswered: Bool) -> UInt64? {
        guard let shownAt, !isAnswered else { return isAnswered ? latestChoice : now }
        guard mode == .mailbox, now >= shownAt + Self.patience else { return nil }
        return now
    }

    /// As late as the next turn still takes it; at once where the rhythm is not known.
    private var latestChoice: UInt64 {
        guard mode == .mailbox, let answeredAt, let period else { return 0 }
        let needed = cost + margin
        return needed < period ? answeredAt + period - needed : answeredAt
    }

    /// When to ask again, if the compositor says nothing; always later than now.
    func deadline(after now: UInt64) -> UInt64 {
        guard let shownAt, shownAt + Self.patience > now else { return now + Self.patience }
        return shownAt + Self.patience
    }
}
