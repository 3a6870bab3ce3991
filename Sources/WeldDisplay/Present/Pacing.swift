/// When the next picture may be shown: after the compositor has asked for it, or after a deadline.
///
/// A hidden window is asked for nothing. What waits in a mailbox can be replaced all the same;
/// what waits in a queue would block the driver.
struct Pacing: Equatable, Sendable {
    /// How long the compositor's word is waited for, in nanoseconds.
    static let patience: UInt64 = 100_000_000

    private let mode: PresentMode
    private var shownAt: UInt64?
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

    /// Whether a picture may be shown.
    func mayShow(at now: UInt64, isAnswered: Bool) -> Bool {
        guard let shownAt, !isAnswered else { return true }
        return mode == .mailbox && now >= shownAt + Self.patience
    }

    /// When to ask again, if the compositor says nothing; always later than now.
    func deadline(after now: UInt64) -> UInt64 {
        guard let shownAt, shownAt + Self.patience > now else { return now + Self.patience }
        return shownAt + Self.patience
    }
}
