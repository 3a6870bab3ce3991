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

    @Test("leave-out leaves one picture in thirty out")
    func leaveOut() {
        var fault = FrameFault(Sabotages([Sabotage(.leaveOut)]), start: 0)
        #expect((1...90).filter { fault.leavesOut(at: UInt64($0)) } == [30, 60, 90])
    }

    @Test("wrong pixels are of the colour, of the alpha, or of both")
    func wrongBits() {
        func bits(_ names: SabotageName...) -> UInt32 {
            FrameFault(Sabotages(names.map { Sabotage($0) }), start: 0).wrongBits
        }
        #expect(bits() == 0)
        #expect(bits(.wrongPixel) == 0x40)
        #expect(bits(.clearAlpha) == 0xFF00_0000)
        #expect(bits(.wrongPixel, .clearAlpha) == 0xFF00_0040)
    }

    @Test("slow-pace counts from the picture before, and not from a beat")
    func slowPace() {
        var pacer = FramePacer(framesPerSecond: 60, start: 0)
        pacer.relativePeriod = 16_000_000
        #expect(pacer.due == 0)
        pacer.advance(now: 1_500_000)
        #expect(pacer.due == 17_500_000)
    }

    @Test("a runtime takes several faults at once")
    func several() throws {
        let start = try runtimeSyntax.parse(
            [
                "--socket", "/s", "--editor-pid", "1", "--sabotage", "leave-out", "--sabotage",
                "freeze=150ms",
            ], into: RuntimeSettings())
        guard case .run(let settings) = start else {
            Issue.record("not a runtime's life")
            return
        }
        #expect(settings.sabotages.all.map(\.text) == ["leave-out", "freeze=150ms"])
    }
}
