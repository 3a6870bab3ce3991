import GateHost
import GateKit
import GateWire
import Testing
import WeldContract

@testable import Gates

/// Numbers at the edges of 64 bits in events that are otherwise right: whoever computes with them
/// goes on.
@Suite("Numbers that a stub reports")
struct HostileNumberTests {
    static let edges: [UInt64] = [
        0, 1, 999, 1_000, 1_001, UInt64(UInt32.max), UInt64(UInt32.max) + 1,
        UInt64(Int64.max) - 1, UInt64(Int64.max), UInt64(Int64.max) + 1, .max - 1, .max,
    ]

    @Test("A sum or product has a greatest value, a difference a least", arguments: edges, edges)
    func bounded(left: UInt64, right: UInt64) {
        #expect(left.plus(right) >= max(left, right))
        #expect(left.minus(right) == (left > right ? left - right : 0))
        #expect(left == 0 || right == 0 || left.times(right) >= max(left, right))
    }

    @Test(
        "A figure of any size is a number",
        arguments: [
            (0, 0), (-1.9, -1), (1.9, 1), (.nan, 0), (.infinity, .max), (-.infinity, .min),
            (1e300, .max), (-1e300, .min), (9.3e18, .max),
        ] as [(Double, Int)])
    func whole(value: Double, number: Int) { #expect(Int(bounded: value) == number) }

    /// Every event of a life, at a time.
    private func life(_ time: UInt64, _ number: UInt64) -> [EventRecord] {
        let small = UInt32(truncatingIfNeeded: number)
        return [
            .editor(time, .read(number, epoch: small)), .editor(time, .peerGone),
            .editor(time, .reaped(child: 5, status: "x")), .editor(time, .spawned(child: .max)),
            .editor(time, .restarted(epoch: small)), .editor(time, .heartbeatAcked),
            .editor(time, .heartbeatMissed(silentNanoseconds: number)),
            .editor(time, .paused(nanoseconds: number)),
            .editor(
                time,
                .memory(heapInUse: number, heapMapped: number, resident: number)),
            .editor(time, .presented(number, age: number, slot: Int(truncatingIfNeeded: number))),
            .editor(
                time,
                .frameRead(
                    id: number, witness: number, ageNanoseconds: number, marks: .whole, epoch: small
                )),
            .editor(time, .window(.displayEnded([NamedCount("presented", number)]))),
            .editor(time, .window(.window(width: .max, height: .min))),
            .runtime(time, .published(number, done: number)), .runtime(time, .connected),
            .runtime(time, .peerGone),
            .editor(
                time,
                .lab(
                    .sent(
                        step: .min, sequence: small, index: .max, kind: "x", device: number,
                        inode: number))),
            .runtime(
                time,
                .lab(
                    .received(
                        sequence: small, index: .min, kind: "x", device: number, inode: number,
                        closeOnExec: true, written: .min))),
            .editor(time, .lab(.step(step: .max, name: "x"))),
            .editor(time, .lab(.liveness(step: .max, index: .min, endOfFile: false))),
            .editor(
                time,
                .lab(.refused(step: 0, count: .max, error: "", openBefore: .min, openAfter: .max))),
            .composited(small, shown: number),
        ]
    }

    @Test("No computation over a life ends with it", arguments: edges, edges)
    func lives(time: UInt64, number: UInt64) {
        let events = life(time, number) + life(1_000, number) + life(time, 7)
        let death = RuntimeDeath(victim: 5, killedAt: 1_000, events)
        _ = (death.movedAt, death.wasRead(as: .running), death.isRecovered)
        for end in [
            nil, EditorDeath.RuntimeEnd(pid: 6, status: .running, time: time, isItsOwn: true),
        ] {
            let death = EditorDeath(killedAt: 1_000, end: end, events)
            _ = (death.noticeNanoseconds(orElse: 7), death.endNanoseconds(orElse: 7))
        }
        let silence = Silence(events, missedAt: number == 1 ? nil : number)
        #expect(silence.span(atLatest: 1_000).start <= silence.span(atLatest: 1_000).end)
        _ = (silence.nanoseconds(atLatest: 1_000), OwnPause(events).isForgiven)
        var clock = SubjectClock(birth: 1_000)
        for event in events { clock.note(event, arrived: 2_000) }
        clock.compare(number.times(1000), of: "x", notBefore: time, notAfter: number)
        let window = TimeSpan(start: 1_000, end: 3_000_001_000)
        _ = ReportedHeap(events, in: window).bytesAPicture
        _ = ReportedHeap(events, in: TimeSpan(start: 0, end: .max)).bytesAPicture
        let lab = LabTranscript(events)
        _ = (lab.trials(limitWasLowered: true), lab.coverage())
        _ = StubLives.disturbances(in: events)
        look(at: events, in: window)
    }

    private func look(at events: [EventRecord], in window: TimeSpan) {
        let kept = KeptMessages()
        let transcript = ViewportTranscript(events)
        let evidence = ViewportEvidence(transcript, in: window, recorder: kept.recorder)
        evidence.record(pace: 1e300, floor: .nan, ratesOver: 1)
        evidence.recordDraw()
        evidence.recordReading()
        _ = (transcript.contradictions, transcript.restlessness, transcript.mostInATenth)
        #expect(
            kept.batches(ViewportMetric.age).allSatisfy {
                $0.span.map { $0.end >= $0.start } ?? true
            })
    }

    @Test("Counts that a stub reports of its frames differ by as much as there is, and no more")
    func counts() {
        var sent = FrameCounts()
        sent[.echo] = 3
        let names = Dictionary(
            uniqueKeysWithValues: MessageType.allCases.map { ($0.name, UInt64.max) })
        #expect(sent.distance(to: names) == .max)
        #expect(sent.excess(over: names) == 0)
        let tally = FuzzTally(recorder: KeptMessages().recorder)
        tally.add("x", .max)
        tally.add("x", .max)
    }

    @Test("Pictures whose numbers jump are told, and nothing is looked for between them")
    func jump() {
        let second: UInt64 = 1_000_000_000
        let events = (0..<120).map { index in
            EventRecord.runtime(
                second + index * 16_666_667,
                .published(index % 2 == 0 ? 1 : 4_000_000_000, done: second + index * 16_666_667))
        }
        let rules = ViewportTranscript(events).fixedRules(
            in: TimeSpan(start: second, end: 4 * second))
        #expect(rules == ["120 pictures are numbered from 1 to 4000000000"])
    }

    @Test("As many pictures of one name as there may be take no time for each other")
    func repeated() {
        let events = (0..<20_000).flatMap { index -> [EventRecord] in
            let time = 1_000_000_000 + UInt64(index)
            return [
                .runtime(time, .published(1, done: time)),
                .editor(
                    time,
                    .frameRead(
                        id: 1, witness: 1, ageNanoseconds: 1 << 40, marks: .whole, epoch: 1)),
                .editor(time, .spawned(child: Int32(index + 10))),
            ]
        }
        look(at: events, in: TimeSpan(start: 0, end: 5_000_000_000))
    }
}
