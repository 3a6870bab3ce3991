import GateHost
import Glibc
import Synchronization
import Testing

/// Clock, deadlines and what is waited for.
@Suite("Waiting")
struct WaitingTests {
    @Test("a deadline that overflows never comes, and a negative duration has passed")
    func deadlines() {
        #expect(Deadline.after(.seconds(Int64.max)).remainingNanoseconds > 1 << 62)
        #expect(Deadline.after(.seconds(-1)).hasPassed)
        #expect(Deadline.never.remainingNanoseconds == .max)
        #expect(Deadline.immediately < .after(.zero))
        #expect(Duration.milliseconds(1500).wholeNanoseconds == 1_500_000_000)
        #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)
    }

    @Test("a pause ends at its moment and not before")
    func pause() {
        let end = MonotonicClock.now() + 5_000_000
        Pause.wait(until: Deadline(nanoseconds: end))
        #expect(MonotonicClock.now() >= end)
        Pause.wait(until: .immediately)
    }

    @Test("poll finds what is there, leaves out negative numbers, and ends at its deadline")
    func poll() throws {
        let pipe = try PipeEnds()
        var entries = [
            PollEntry(-1, for: .readable), PollEntry(pipe.readEnd.rawValue, for: .readable),
            PollEntry(pipe.writeEnd.rawValue, for: .writable),
        ]
        #expect(try Poll.wait(&entries, until: .immediately) == 1)
        #expect(entries.map(\.found) == [[], [], .writable])
        let nothing = try Poll.wait(
            pipe.readEnd.rawValue, for: .readable, until: .after(.milliseconds(5)))
        #expect(nothing.isEmpty)
    }

    @Test("a counter is readable from its first signal until it is drained")
    func counter() throws {
        let counter = try EventCounter()
        let number = counter.descriptor.rawValue
        #expect(try Poll.wait(number, for: .readable, until: .immediately).isEmpty)
        counter.signal()
        counter.signal()
        #expect(try Poll.wait(number, for: .readable, until: .never) == .readable)
        #expect(counter.drain() == 2)
        #expect(counter.drain() == 0)
    }

    @Test("a thread runs its body under its name, and join waits for it")
    func thread() throws {
        let seen = Mutex<[String]>([])
        let thread = try OSThread.start(named: "host-test") {
            let name = Ledger.threads(of: getpid())?.first { $0.number == OSThread.currentID }
            seen.withLock { $0.append(name?.name ?? "") }
        }
        thread.join()
        #expect(seen.withLock(\.self) == ["host-test"])
    }

    @Test("a thread can be bound to one processor, and its children inherit that")
    func affinity() throws {
        let all = try Affinity.cpus()
        let first = try #require(all.first)
        let bound = Mutex<[Int]>([])
        let thread = try OSThread.start(named: "bound") {
            try? Affinity.set([first])
            bound.withLock { $0 = (try? Affinity.cpus()) ?? [] }
        }
        thread.join()
        #expect(bound.withLock(\.self) == [first])
        #expect(try Affinity.cpus() == all)
    }
}
