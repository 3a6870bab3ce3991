import GateHost
import GateKit
import Testing

@testable import GateRunner

/// What a calibration makes of beats.
@Suite("The calibration of pulses")
struct PulseCalibrationTests {
    /// One beat a millisecond for 0.3 s; a part of them is as a burst of the host makes them.
    private func beats(
        burst: Range<UInt64> = 0..<0, duration: UInt64 = 50_000, lateness: UInt64 = 10_000
    ) -> [PulseBeat] {
        (0..<300).map { (index: UInt64) in
            let slow: UInt64 = burst.contains(index) ? 6 : 1
            return PulseBeat(
                due: 1_000 + index * 1_000_000, lateness: lateness * slow,
                duration: duration * slow)
        }
    }

    @Test("the duration is the median, and the limit at least 100 µs above it")
    func quiet() {
        let rule = PulseCalibration.rule(beats(), from: 1_000, priority: 20)
        #expect(rule == PulseRule(duration: 50_000, limit: 150_000, priority: 20))
    }

    @Test("a burst of the host anywhere in the calibration spoils nothing", arguments: 0..<12)
    func burst(place: UInt64) {
        let burst = place * 20..<place * 20 + 60
        let rule = PulseCalibration.rule(beats(burst: burst), from: 1_000, priority: 20)
        #expect(rule == PulseRule(duration: 50_000, limit: 150_000, priority: 20))
    }

    @Test("a host that is always late has a limit of half as much again, and 2 ms at most")
    func late() {
        let late = PulseCalibration.rule(beats(lateness: 350_000), from: 1_000, priority: 20)
        #expect(late?.limit == 600_000)
        let later = PulseCalibration.rule(beats(lateness: 9_000_000), from: 1_000, priority: 20)
        #expect(later?.limit == 2_000_000)
    }

    @Test("without a beat there is no calibration")
    func none() {
        #expect(PulseCalibration.rule([], from: 0, priority: 20) == nil)
    }

    @Test("this machine's is one that a pulse can keep, and says its class")
    func here() throws {
        let calibration = try #require(PulseCalibration.ofThisMachine)
        #expect(calibration.rule.limit >= calibration.rule.duration)
        #expect(calibration.settings.limit == calibration.rule.limit)
        #expect(calibration.settings.rounds > 0)
        #expect(calibration.fact.value.contains("SCHED_"))
    }
}
