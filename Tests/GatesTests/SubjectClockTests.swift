import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("The judge's clock beside the subject's")
struct SubjectClockTests {
    /// A clock that began at 1000 and saw some events, each with its arrival.
    private func clock(_ events: [(EventRecord, UInt64)]) -> SubjectClock {
        var clock = SubjectClock(birth: 1000)
        for (event, arrived) in events { clock.note(event, arrived: arrived) }
        return clock
    }

    @Test("However late an event arrives, it is possible")
    func late() {
        let clock = clock([
            (.runtime(1000, .sendBlocked), 1000), (.runtime(1001, .sendBlocked), 9_000_000_000),
        ])
        #expect(clock.breaches.isEmpty)
        #expect(clock.compared == 2)
    }

    @Test(
        "An event from after its arrival, or from before the judge began, is not",
        arguments: [1, 999, 2001, 1_700_000_000_000_000_000] as [UInt64])
    func impossible(time: UInt64) {
        #expect(clock([(.runtime(time, .sendBlocked), 2000)]).breaches.count == 1)
    }

    @Test("A clock that jumps back is seen within its process, and each process has its own")
    func backwards() {
        let events: [(EventRecord, UInt64)] = [
            (.runtime(1500, .sendBlocked, pid: 6), 2000),
            (.runtime(1400, .sendBlocked, pid: 7), 2000),
            (.runtime(1499, .sendBlocked, pid: 6), 2000),
        ]
        #expect(
            clock(events).breaches == [
                "runtime 6, send-blocked: 1499, before the line before it, 1500"
            ])
    }

    @Test("What the judge caused cannot be older than its cause: a slow clock is seen by that")
    func caused() {
        var slow = SubjectClock(birth: 1000)
        slow.expect(.ack, from: .runtime, notBefore: 5000)
        slow.note(.editor(4000, .ack(accepted: true, reason: "")), arrived: 6000)
        #expect(slow.breaches.isEmpty)
        slow.note(.runtime(4999, .ack(accepted: true, reason: "")), arrived: 6000)
        #expect(slow.breaches.count == 1)
        // A cause has one effect.
        slow.note(.runtime(4999, .ack(accepted: true, reason: "")), arrived: 6000)
        #expect(slow.breaches.count == 1)
    }

    @Test("A picture's time of completion lies between the beginning and its event")
    func pictures() {
        for (done, count) in [(1200, 0), (1300, 0), (1301, 1), (10, 1)] as [(UInt64, Int)] {
            let event = EventRecord.runtime(1300, .published(1, done: done))
            #expect(clock([(event, 2000)]).breaches.count == count, "\(done)")
        }
    }

    @Test("Every moment is a trial, and the first impossible ones are told")
    func recorded() {
        let kept = KeptMessages()
        var clock = clock([(.runtime(1500, .sendBlocked), 2000)])
        clock.compare(7, of: "an answer", notBefore: 8, notAfter: 9)
        clock.record(to: kept.recorder)
        #expect(kept.values(SubjectClock.metric) == [0, 1])
        #expect(SubjectClock.check(.g7).id == "g7.clock")
        #expect(SubjectClock.check(.g7).nature == .integrity)
    }
}
