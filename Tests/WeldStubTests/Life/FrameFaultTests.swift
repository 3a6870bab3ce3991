import Testing
import WeldContract
import WeldStub

@testable import weld_runtime

@Suite("Sabotages of a runtime that draws")
struct FrameFaultTests {
    @Test("without one every picture is drawn under its own number")
    func none() {
        var fault = FrameFault(Sabotages(), start: 0)
        for index in UInt64(0)..<200 {
            #expect(fault.leavesOut(at: index * 16_000_000) == false)
            #expect(fault.number(insteadOf: index) == index)
        }
    }

    @Test("half-rate leaves every second picture out")
    func halfRate() {
        var fault = FrameFault(Sabotages([Sabotage(.halfRate)]), start: 0)
        #expect((0..<6).map { fault.leavesOut(at: $0) } == [false, true, false, true, false, true])
    }

    @Test(
        "a freeze comes once in a second, or in twice its own time, and lasts as long as it says",
        arguments: [(150_000_000, 1_000_000_000), (800_000_000, 1_600_000_000)]
            as [(UInt64, UInt64)])
    func freeze(length: UInt64, period: UInt64) {
        let start: UInt64 = 7_000_000_123
        var fault = FrameFault(
            Sabotages([Sabotage(.freeze, nanoseconds: length)]), start: start)
        for round in UInt64(0)..<3 {
            let end = start + (round + 1) * period
            #expect(fault.leavesOut(at: end - length - 1) == false)
            #expect(fault.leavesOut(at: end - length) == true)
            #expect(fault.leavesOut(at: end - 1) == true)
            #expect(fault.leavesOut(at: end) == false)
        }
    }

    @Test("frame-backwards numbers one picture in thirty as the third before it")
    func backwards() {
        let fault = FrameFault(Sabotages([Sabotage(.frameBackwards)]), start: 0)
        let numbers = (UInt64(1)...61).map { fault.number(insteadOf: $0) }
        #expect(numbers[28...30] == [29, 27, 31])
        #expect(numbers[59] == 57)
        #expect(zip(numbers, numbers.dropFirst()).count { $0 > $1 } == 2)
    }
}
