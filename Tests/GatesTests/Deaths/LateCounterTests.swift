import GateHost
import Testing

@testable import Gates

@Suite("Threads that are late by a seed")
struct LateCounterTests {
    private func decisions(seed: UInt64, _ call: TracedCall, count: Int = 20_000) -> [Duration?] {
        var counter = LateCounter(seed: seed)
        return (0..<count).map { _ in
            if case .hold(let time) = counter.take(call, mark: nil) { time } else { nil }
        }
    }

    private let read = TracedCall(thread: 1, name: "read")

    @Test("The same seed holds at the same calls for the same times, another at others")
    func seeds() {
        #expect(decisions(seed: 1, read) == decisions(seed: 1, read))
        #expect(decisions(seed: 1, read) != decisions(seed: 2, read))
    }

    @Test("About one call in eight is held, for milliseconds, and not without end")
    func bounds() {
        let all = decisions(seed: 3, read)
        let first = all.prefix(1000).compactMap(\.self)
        #expect((60...200).contains(first.count))
        #expect(first.allSatisfy { $0 >= .microseconds(300) && $0 <= .milliseconds(2) })
        #expect(all.compactMap(\.self).count == 1500)
        #expect(all.suffix(5000).allSatisfy { $0 == nil })
    }

    @Test("Neither the dynamic loader nor the end of a process is held")
    func never() {
        let loaders = TracedCall(thread: 1, name: "mmap", isLoaders: true)
        let last = TracedCall(thread: 1, name: "exit_group")
        for call in [loaders, last] {
            #expect(decisions(seed: 4, call, count: 1000).allSatisfy { $0 == nil })
        }
    }

    @Test("While one thread stands still, it is held for the rest of that time, and no other is")
    func standsStill() {
        let hold = ThreadHold()
        #expect(hold.rest == nil)
        var counter = LateCounter(seed: 5, hold: hold, of: 7)
        hold.begin(for: .seconds(60))
        for _ in 0..<200 {
            guard case .goOn = counter.take(read, mark: nil) else {
                Issue.record("another thread was held")
                return
            }
        }
        guard case .hold(let rest) = counter.take(TracedCall(thread: 7, name: "read"), mark: nil)
        else {
            Issue.record("the thread was not held")
            return
        }
        #expect(rest > .seconds(1) && rest <= .seconds(60))
        hold.begin(for: .zero)
        #expect(hold.rest == nil)
    }
}
