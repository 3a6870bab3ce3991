import Glibc
import TestSupport
import Testing
import WeldPlatform

@Suite("Deadlines, poll, event counters, signals")
struct WaitingTests {
    @Test("a deadline that is far away does not overflow")
    func farDeadline() {
        #expect(
            Deadline.after(.seconds(Int64.max)) == .never
                || !Deadline.after(.seconds(Int64.max)).hasPassed)
        #expect(Deadline.never.remainingNanoseconds == .max)
        #expect(Deadline.immediately.hasPassed)
        #expect(Deadline.after(.seconds(-5)).hasPassed)
    }

    @Test("durations in nanoseconds saturate")
    func durations() {
        #expect(Duration.milliseconds(1500).wholeNanoseconds == 1_500_000_000)
        #expect(Duration.nanoseconds(-7).wholeNanoseconds == -7)
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)
    }

    @Test("the clock moves forward and is finer than 50 microseconds")
    func clock() {
        let first = MonotonicClock.now()
        #expect(MonotonicClock.now() >= first)
        #expect((1..<50_000).contains(MonotonicClock.resolution()))
    }

    @Test("poll returns nothing when the deadline passed, and no earlier")
    func pollDeadline() throws {
        let pipe = try PipeEnds()
        let deadline = Deadline.after(.milliseconds(20))
        let found = try Poll.wait(pipe.readEnd.rawValue, for: .readable, until: deadline)
        #expect(found.isEmpty)
        #expect(deadline.hasPassed)
    }

    @Test("poll finds the one that is ready among several")
    func pollSeveral() throws {
        let idle = try PipeEnds()
        let counter = try EventCounter()
        counter.signal()
        var entries = [
            PollEntry(idle.readEnd.rawValue, for: .readable),
            PollEntry(counter.descriptor.rawValue, for: .readable),
        ]
        #expect(try Poll.wait(&entries, until: .never) == 1)
        #expect(entries[0].found.isEmpty)
        #expect(entries[1].found == .readable)
    }

    @Test("a pipe's writer sees that no reader is left")
    func pollFindsReaderGone() throws {
        let pipe = try PipeEnds()
        let writer = pipe.writeEnd
        try pipe.readEnd.close()
        let found = try Poll.wait(writer.rawValue, for: [], until: .immediately)
        #expect(found == .failed)
    }

    @Test("an event counter adds up and is drained to zero")
    func counter() throws {
        let counter = try EventCounter()
        #expect(counter.drain() == 0)
        counter.signal()
        counter.signal()
        #expect(counter.drain() == 2)
        #expect(counter.drain() == 0)
    }

    @Test("a storm of signals neither breaks a poll nor moves its deadline")
    func signalStorm() throws {
        let pipe = try PipeEnds()
        let storm = try Storm()
        let deadline = Deadline.after(.milliseconds(50))
        let found = try Poll.wait(pipe.readEnd.rawValue, for: .readable, until: deadline)
        let hits = storm.stop()
        #expect(found.isEmpty)
        #expect(deadline.hasPassed)
        #expect(hits > 0)
    }

    @Test("blocked signals are received as values")
    func signalReceiver() async {
        await #expect(processExitsWith: .success) {
            let receiver = try SignalReceiver(blocking: [Signals.user2, Signals.terminate])
            raise(SIGUSR2)
            guard try receiver.next(until: .after(.seconds(5))) == SIGUSR2 else { exit(2) }
            guard try receiver.next(until: .immediately) == nil else { exit(3) }
            exit(0)
        }
    }

    @Test("a thread runs its body under its name and is joined")
    func thread() throws {
        let pipe = try PipeEnds()
        let number = pipe.writeEnd.rawValue
        let thread = try OSThread.start(named: "weld-test") {
            let file = unsafe open("/proc/thread-self/comm", O_RDONLY)
            var name = [UInt8](repeating: 0, count: 16)
            let count = unsafe read(file, &name, 16)
            close(file)
            _ = unsafe write(number.rawValue, name, count)
        }
        thread.join()
        let reader = pipe.readEnd
        try pipe.writeEnd.close()
        #expect(try reader.readAll() == Array("weld-test\n".utf8))
    }

    @Test("the affinity that is set is the one that is read")
    func affinity() throws {
        let all = try Affinity.cpus()
        let one = try #require(all.first)
        let thread = try OSThread.start(named: "pinned") {
            do {
                try Affinity.set([one])
                #expect(try Affinity.cpus() == [one])
                try Affinity.set(all, ofProcess: getpid())
                #expect(try Affinity.cpus() == all)
            } catch {
                Issue.record(error)
            }
        }
        thread.join()
    }
}
