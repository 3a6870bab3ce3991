import GateKit
import GateRunner
import Testing

/// Clocks that are good, coarse, broken or standing still.
@Suite("Clock check")
struct ClockCheckTests {
    private func check(_ declared: UInt64, _ readings: [UInt64]) -> ClockCheck {
        var next = 0
        return ClockCheck(declaredResolution: declared, readings: readings.count - 1) {
            defer { next += 1 }
            return readings[next]
        }
    }

    @Test("this machine's clock never goes backwards")
    func own() {
        #expect(ClockCheck.measure().backwardSteps == 0)
    }

    @Test("a tick of 1/20 of the threshold will do, a coarser one will not")
    func coarse() {
        let clock = check(1, [0, 0, 50_000, 50_000, 100_000])
        #expect(clock.resolution == 50_000)
        #expect(clock.fault(tightestThreshold: 1_000_000) == nil)
        #expect(clock.fault(tightestThreshold: 999_999)?.kind == .precondition)
    }

    @Test("a declared resolution that is worse than the measured one counts")
    func declared() {
        #expect(check(16_000_000, [0, 1, 2]).fault(tightestThreshold: 1e6) != nil)
    }

    @Test("a step backwards is a fault whatever the resolution")
    func backwards() {
        let clock = check(1, [10, 20, 15, 30])
        #expect(clock.backwardSteps == 1)
        #expect(clock.fault(tightestThreshold: nil)?.text.contains("backwards") == true)
    }

    @Test("a clock that stands still is a fault")
    func still() {
        #expect(check(1, [7, 7, 7]).fault(tightestThreshold: nil) != nil)
    }
}
