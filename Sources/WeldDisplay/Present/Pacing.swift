/// When the next picture is chosen: as late as the compositor's rhythm allows, so that what is shown
/// is as young as it can be.
///
/// The compositor takes pictures in turns of its own. Its word for the next picture comes right
/// after a turn; a picture chosen then would wait for almost a whole turn. So it is chosen later, as
/// long as it still makes the next turn: a lead is kept that shrinks while every turn is made, and
/// grows when one is missed. How much of the lead the compositor needs itself, to put a picture on
/// the screen, nobody has to know.
///
/// How long a turn is, a word that answers a late picture does not tell: it comes after two turns as
/// well as after one. But a picture that was there in the first half of the time between two words
/// was there before the first turn in it, so that this time is one turn. Turns are learnt from such
/// pictures, which is why a compositor without a known rhythm is served at once; later ones are
/// believed as long as they are like the shortest of those, and never lengthen it: where turns begin
/// with the picture, a late choice makes its own turn longer. Such a turn is missed by that much, and
/// the lead grows by it. A compositor that keeps missing its turns has no rhythm any more.
///
/// A hidden window is asked for nothing: what waits in a mailbox is replaced all the same after a
/// while; what waits in a queue would block the driver, and is never chosen late.
///
/// Pure; times are nanoseconds of the monotonic clock.
struct Pacing: Equatable, Sendable {
    /// How long the compositor's word is waited for.
    static let patience: UInt64 = 100_000_000
    /// Turns that are believed: from 1000 to 10 a second.
    static let believedTurns: ClosedRange<UInt64> = 1_000_000...100_000_000
    /// The least time that is left between handing a picture over and the compositor's next word.
    ///
    /// What a compositor in software needs for a picture; less saves no age that anybody sees.
    static let leastLead: UInt64 = 6_000_000
    /// For so many turns a lead that made no turn miss is kept before a shorter one is tried.
    static let calm = 150
    /// How much the lead grows when a turn is missed out of calm; twice as much with each further
    /// miss before there is calm again.
    static let firstStep: UInt64 = 1_000_000
    /// How many turns are remembered; the shortest of them counts.
    static let memory = 8

    private let mode: PresentMode
    private var shownAt: UInt64?
    private var answeredAt: UInt64?
    private var turns: [UInt64] = []
    /// The shortest turn that a picture proved which was there before it; nil without one.
    private var proven: UInt64?
    private var missed = 0
    private var rest = 0
    private var cost: UInt64 = 0
    private var lead: UInt64 = 0
    private var growth: UInt64 = 0
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
        guard let last = answeredAt, let shownAt, last < shownAt, shownAt < now else { return }
        let time = now - last
        if let period, shownAt <= last + period {
            // It was in time for the next turn, so the word should follow that one.
            noteTurn(time, period, wasLate: isLate(shownAt - last, period))
        }
        guard Self.believedTurns.contains(time) else { return }
        if shownAt - last < time / 2 {
            proven = min(proven ?? time, time)
        } else {
            // Likeness to what was proven, and not to the last ones: where a turn begins with the
            // picture, a late choice makes the next word late, and the rhythm would drift away.
            guard period != nil, let proven,
                (proven - proven / 4...proven + proven / 4).contains(time)
            else { return }
        }
        let isFirst = period == nil
        turns.append(time)
        if turns.count > Self.memory { turns.removeFirst() }
        // From at once to as late as possible, step by step.
        if isFirst, let period { (lead, rest) = (period, 0) }
    }

    /// Whether a picture was shown so long after the word because it was chosen late, and not
    /// because there was none before.
    private func isLate(_ wait: UInt64, _ period: UInt64) -> Bool {
        let needed = cost + lead
        guard needed < period else { return false }
        return (period - needed...period - lead + Self.firstStep).contains(wait)
    }

    private mutating func noteTurn(_ time: UInt64, _ period: UInt64, wasLate: Bool) {
        if time > period + period / 3 {
            missed += 1
            // Whatever slowed this down, it goes on: each further miss of one spell costs a picture.
            growth = rest > 0 ? min(period, growth * 2) : Self.firstStep
            widenLead(by: growth, period)
            if missed == Self.memory {
                missed = 0
                turns.removeAll()
                proven = nil
            }
            return
        }
        missed = 0
        if wasLate, time > period + period / 8 {
            growth = Self.firstStep
            widenLead(by: time - period, period)
        } else if rest > 0 {
            rest -= 1
        } else {
            lead = max(Self.leastLead, lead - lead / 32)
        }
    }

    private mutating func widenLead(by step: UInt64, _ period: UInt64) {
        lead = min(period, lead + step)
        rest = Self.calm
    }

    /// How long a turn is; nil before enough of them were seen.
    ///
    /// Never longer than the shortest that was proven: a slower compositor misses its turns then,
    /// and is learnt anew.
    var period: UInt64? {
        guard turns.count >= Self.memory / 2, let shortest = turns.min() else { return nil }
        return min(shortest, proven ?? shortest)
    }

    /// When the next picture is to be chosen; nil while the compositor's word is awaited.
    func choice(at now: UInt64, isAnswered: Bool) -> UInt64? {
        guard let shownAt, !isAnswered else { return isAnswered ? latestChoice : now }
        guard mode == .mailbox, now >= shownAt + Self.patience else { return nil }
        return now
    }

    /// As late as the next turn still takes it; at once where the rhythm is not known.
    private var latestChoice: UInt64 {
        guard mode == .mailbox, let answeredAt, let period else { return 0 }
        let needed = cost + lead
        return needed < period ? answeredAt + period - needed : answeredAt
    }

    /// When to ask again, if the compositor says nothing; always later than now.
    func deadline(after now: UInt64) -> UInt64 {
        guard let shownAt, shownAt + Self.patience > now else { return now + Self.patience }
        return shownAt + Self.patience
    }
}
