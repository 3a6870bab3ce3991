import WeldContract
import WeldStub

/// The sabotages of a runtime that draws (gates.md#g6).
///
/// Pure; times are nanoseconds of the monotonic clock.
struct FrameFault: Equatable, Sendable {
    /// `frame-backwards` spoils one picture of so many.
    static let backwardsEvery: UInt64 = 30
    /// How far back it goes.
    static let backwardsBy: UInt64 = 3

    private let sabotage: Sabotage?
    private let start: UInt64
    private var offered: UInt64 = 0

    init(_ sabotage: Sabotage?, start: UInt64) {
        self.sabotage = sabotage
        self.start = start
    }

    /// Whether the picture that is due now is not drawn.
    ///
    /// A freeze ends a second, or a period twice as long as itself, so that pictures come before
    /// the first one and between two.
    mutating func leavesOut(at now: UInt64) -> Bool {
        offered &+= 1
        switch sabotage {
        case .halfRate:
            return offered % 2 == 0
        case .freeze(let nanoseconds):
            let period = max(1_000_000_000, 2 * nanoseconds)
            return (now - start) % period >= period - nanoseconds
        default:
            return false
        }
    }

    /// The number that a picture is given, in its record and in its rows.
    func number(insteadOf id: UInt64) -> UInt64 {
        guard sabotage == .frameBackwards, id % Self.backwardsEvery == 0 else { return id }
        return id - Self.backwardsBy
    }
}
