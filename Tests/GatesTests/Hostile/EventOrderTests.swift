import Testing
import WeldContract

@testable import Gates

@Suite("The numbers and times of a stub's lines")
struct EventOrderTests {
    private static let birth: UInt64 = 1_000_000_000_000

    private func line(_ number: UInt64, pid: Int32 = 5, time: UInt64 = birth) -> EventRecord {
        EventRecord(.sendBlocked, number: number, time: time, pid: pid, role: .runtime)
    }

    private func full(_ seconds: Double, isFlood: Bool = false) -> EventPipe.Fullness {
        EventPipe.Fullness(
            time: Self.birth + UInt64(seconds * 1e9),
            since: Self.birth + 1_000_000_000, isFlood: isFlood)
    }

    /// Takes lines one second after the other and returns what is wrong with the last.
    private func last(
        _ numbers: [UInt64], full: EventPipe.Fullness? = nil
    ) -> EventOrder.Finding? {
        var order = EventOrder(birth: Self.birth)
        var found: EventOrder.Finding?
        for (index, number) in numbers.enumerated() {
            let arrived = Self.birth + UInt64(index + 1) * 1_000_000_000
            found = order.note(line(number), arrived: arrived, lastFull: full)
        }
        return found
    }

    @Test("Lines in their order are right")
    func right() { #expect(last([1, 2, 3]) == nil) }

    @Test(
        "A number that no loss explains is a breach, whether there was one or not",
        arguments: [
            [0], [1, 1], [1, 0], [1, 2, 1], [1, .max], [1, 2, .max, .max], [.max, 0], [.max, 1],
            [1, 1_000_000_000],
        ] as [[UInt64]], [true, false])
    func breach(numbers: [UInt64], wasFull: Bool) {
        let found = last(numbers, full: wasFull ? full(Double(numbers.count) - 0.5) : nil)
        guard case .breach = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test(
        "A gap is a loss where the pipe had no room since the line before, and a breach elsewhere")
    func loss() {
        #expect(
            last([1, 9], full: full(1.5))
                == .lost("events of runtime 5 were lost: number 9 came where 2 was due"))
        for fullness in [nil, full(0.5), full(1.5, isFlood: true)] {
            #expect(
                last([1, 9], full: fullness)
                    == .breach(
                        "the events of runtime 5 are numbered wrongly: number 9 came where 2 was due"
                    ))
        }
    }

    @Test("More lines than anybody writes in that time were not lost", arguments: [50_000, 60_000])
    func rate(lines: UInt64) {
        let found = last([1, 2 + lines], full: full(1.5))
        if case .lost = found {
            #expect(lines == 50_000)
        } else {
            #expect(lines == 60_000)
        }
    }

    @Test("Each process counts for itself")
    func processes() {
        var order = EventOrder(birth: Self.birth)
        for pid: Int32 in [5, 6, 7] {
            #expect(order.note(line(1, pid: pid), arrived: Self.birth, lastFull: nil) == nil)
        }
        #expect(order.note(line(2, pid: 6), arrived: Self.birth, lastFull: nil) == nil)
    }

    @Test(
        "A last event that counts other lines than there were is wrong",
        arguments: [(3, false), (2, true), (4, true), (.max, true), (0, true)] as [(UInt64, Bool)])
    func counted(written: UInt64, isWrong: Bool) {
        var order = EventOrder(birth: Self.birth)
        _ = order.note(line(1), arrived: Self.birth, lastFull: nil)
        _ = order.note(line(2), arrived: Self.birth, lastFull: nil)
        let end = EventRecord(
            .exiting(.clean, events: written), number: 3, time: Self.birth, pid: 5, role: .runtime)
        let found = order.note(end, arrived: Self.birth, lastFull: nil)
        #expect((found != nil) == isWrong)
        if case .lost = found { Issue.record("nothing can have been lost") }
    }

    @Test(
        "A time is refused where it is far from the judge's, and no sum of it ends anything",
        arguments: [
            (birth, true), (birth - 59_000_000_000, true), (birth + 60_000_000_000, true),
            (birth - 61_000_000_000, false), (birth + 62_000_000_000, false), (0, false),
            (.max, false), (UInt64(Int64.max), false), (UInt64(Int64.max) + 1, false),
        ] as [(UInt64, Bool)])
    func times(time: UInt64, isTaken: Bool) {
        let order = EventOrder(birth: Self.birth)
        let why = order.refusal(line(1, time: time), arrived: Self.birth + 1_000_000_000)
        #expect((why == nil) == isTaken)
        #expect(order.refusal(line(1, time: time), arrived: .max) == nil || !isTaken)
        _ = EventOrder(birth: 0).refusal(line(1, time: time), arrived: 0)
    }
}
