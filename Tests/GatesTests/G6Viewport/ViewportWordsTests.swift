import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("What the stubs say, and what can be")
struct ViewportWordsTests {
    private static let period: UInt64 = 16_666_667

    private static func record(
        _ time: UInt64, _ role: ProcessRole, _ event: Event
    ) -> EventRecord {
        EventRecord(event, time: time, pid: 1, role: role)
    }

    private static func published(_ id: UInt64, done: UInt64, at time: UInt64) -> EventRecord {
        record(time, .runtime, .published(id, done: done))
    }

    private static func read(
        _ id: UInt64, _ witness: UInt64, age: UInt64?, at time: UInt64, epoch: UInt32 = 1
    ) -> EventRecord {
        record(
            time, .editor,
            .frameRead(
                id: id, witness: witness, ageNanoseconds: age, marks: .whole, epoch: epoch))
    }

    @Test("Honest words contradict nothing")
    func honest() {
        var events: [EventRecord] = []
        for id in UInt64(1)...5 {
            let done = id * 1000
            events.append(Self.published(id, done: done, at: done + 10))
            events.append(Self.read(id, id, age: 20, at: done + 30))
            events.append(Self.record(done + 90, .editor, .presented(id, age: 50)))
        }
        #expect(ViewportTranscript(events).contradictions.isEmpty)
    }

    @Test(
        "A picture is complete between two reports of the runtime's",
        arguments: [(2005, true), (1011, true), (1009, false), (2011, false), (0, false)])
    func completions(done: UInt64, isPossible: Bool) {
        let events = [
            Self.published(1, done: 1000, at: 1010), Self.published(2, done: done, at: 2010),
        ]
        #expect(ViewportTranscript(events).contradictions.isEmpty == isPossible)
    }

    @Test(
        "A picture is presented between the reports of its reading and of its presentation",
        arguments: [(60, true), (31, true), (0, true), (20, false), (95, false), (100_000, false)])
    func ages(age: UInt64, isPossible: Bool) {
        let events = [
            Self.published(1, done: 1000, at: 1010), Self.read(1, 1, age: 20, at: 1030),
            Self.record(1090, .editor, .presented(1, age: age)),
        ]
        #expect(ViewportTranscript(events).contradictions.isEmpty == isPossible)
    }

    @Test(
        "Pictures that are mostly of no age are no samples, and contradict what there is",
        arguments: [(0, true), (40, false)])
    func ageless(age: UInt64, isWrong: Bool) {
        let events = (UInt64(1)...20).flatMap { id in
            let done = id * 1000
            return [
                Self.published(id, done: done, at: done + 10),
                Self.read(id, id, age: 20, at: done + 30),
                Self.record(done + 90, .editor, .presented(id, age: age)),
            ]
        }
        let transcript = ViewportTranscript(events)
        let all = TimeSpan(start: 0, end: 100_000)
        #expect(transcript.contradictions.isEmpty == !isWrong)
        #expect(transcript.agesWhenPresented(in: all).count == (isWrong ? 0 : 20))
        #expect(transcript.agesWhenRead(in: all).count == 20)
    }

    @Test("A picture is read after the one before")
    func readInOrder() {
        let events = [
            Self.published(1, done: 1000, at: 1010), Self.published(2, done: 1020, at: 1030),
            Self.read(1, 1, age: 20, at: 1100), Self.read(2, 2, age: 20, at: 1110),
        ]
        #expect(ViewportTranscript(events).contradictions.count == 1)
    }

    @Test("A picture that is called otherwise than its rows is misnamed, but not in two slots")
    func misnamed() {
        let wrong = ViewportTranscript([Self.read(5, 4, age: nil, at: 10)])
        #expect(wrong.contradictions.count == 1)
        let two = ViewportTranscript([Self.read(5, 4, age: nil, at: 10, epoch: 0)])
        #expect(two.contradictions.isEmpty)
    }

    @Test("A picture that is presented twice is repeated")
    func presentedTwice() {
        let events = [3, 4, 4, 5].map { Self.record(1, .editor, .presented($0)) }
        #expect(ViewportTranscript(events).repetitions.reduce(0, +) == 1)
    }

    // MARK: - Beat

    private static func moments(_ period: UInt64, delay: (Int) -> UInt64 = { _ in 0 }) -> [UInt64] {
        (0..<300).map { 5_000_000 + UInt64($0) * period + delay($0) }
    }

    private static func middle(_ moments: [UInt64]) -> Double {
        let sorted = ViewportTranscript.distances(moments, since: 0).sorted()
        return sorted[sorted.count / 2]
    }

    @Test("On absolute deadlines pictures stay on one beat, whatever delays a third of them")
    func steady() {
        #expect(Self.middle(Self.moments(Self.period)) < 100_000)
        let delayed = Self.moments(Self.period) { $0 % 3 == 0 ? UInt64($0 % 13) * 1_000_000 : 0 }
        #expect(Self.middle(delayed) < 100_000)
    }

    @Test(
        "A pace that is off by a hundredth is on no beat",
        arguments: [16_000_000, 17_000_000, 16_500_000, 16_850_000])
    func drifting(period: UInt64) {
        #expect(Self.middle(Self.moments(period)) > 3_000_000)
    }

    @Test("No pictures have no beat")
    func empty() {
        #expect(ViewportTranscript.distances([], since: 0).isEmpty)
        let window = TimeSpan(start: 0, end: 5_000_000_000)
        #expect(ViewportTranscript().beat(in: window, seconds: 5).isEmpty)
        #expect(ViewportTranscript().fixedRules(in: window).isEmpty)
    }

    // MARK: - Fixed rules

    /// Five seconds of pictures that are shown after 10 ms, but for some.
    private static func rules(
        published leftOut: (Int) -> Bool = { _ in false },
        shown lost: (Int) -> Bool = { _ in false }, late: (Int) -> Bool = { _ in false },
        isScreenFast: Bool = true
    ) -> [String] {
        var events: [EventRecord] = []
        var id: UInt64 = 0
        for index in 0..<300 where !leftOut(index) {
            id += 1
            let done = UInt64(index) * period + 1000
            events.append(Self.published(id, done: done, at: done + 10))
            guard !lost(index) else { continue }
            let shown = done + (late(index) ? 30_000_000 : 10_000_000)
            events.append(Self.record(done + 20, .editor, .presented(id)))
            events.append(.composited(UInt32(id), shown: shown))
        }
        return ViewportTranscript(events).fixedRules(
            in: TimeSpan(start: 0, end: 5_000_000_000), isScreenFast: isScreenFast)
    }

    @Test(
        "Every n-th picture that is not published, not shown or late is a rule",
        arguments: [13, 30, 50])
    func everyNth(period: Int) {
        #expect(Self.rules().isEmpty)
        #expect(Self.rules(published: { $0 % period == 7 }).count == 1)
        #expect(Self.rules(shown: { $0 % period == 7 }).count == 2)
        #expect(Self.rules(late: { $0 % period == 7 }).count == 1)
    }

    @Test("A screen that is as slow as the pictures loses them by a beat of its own")
    func slowScreen() {
        #expect(Self.rules(shown: { $0 % 30 == 7 }, isScreenFast: false).isEmpty)
        #expect(Self.rules(published: { $0 % 30 == 7 }, isScreenFast: false).count == 1)
    }

    @Test("What a host takes is no rule: bursts, many at random, a quota's share")
    func hosts() {
        var generator = SeededGenerator(seed: 9)
        let random = Set((0..<300).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 })
        #expect(Self.rules(shown: { random.contains($0) }).isEmpty)
        #expect(Self.rules(shown: { $0 % 108 < 3 }).isEmpty)
        #expect(Self.rules(shown: { $0 % 6 < 2 }).isEmpty)
        #expect(Self.rules(shown: { $0 % 2 == 0 }).isEmpty)
    }

    // MARK: - Bursts and the window's own counts

    @Test("What a host delayed comes once; what is made up for is a burst")
    func bursts() {
        func most(_ moments: [UInt64]) -> Int {
            ViewportTranscript(
                moments.enumerated().map { index, done in
                    Self.published(UInt64(index + 1), done: done, at: done + 1)
                }
            ).mostInATenth
        }
        let steady = (0..<60).map { UInt64($0) * Self.period }
        #expect((6...7).contains(most(steady)))
        let stopped = steady.filter { !(300_000_000...550_000_000).contains($0) }
        #expect(most(stopped + [550_000_000, 551_000_000]) <= 9)
        #expect(most(stopped + (0..<15).map { 550_000_000 + UInt64($0) * 2_000_000 }) > 9)
        #expect(most([]) == 0)
    }

    @Test(
        "A window that is left alone keeps its swapchain and counts what it reports",
        arguments: [
            (3, 0, 0, true), (4, 1, 0, true), (2, 0, 0, false), (9, 0, 0, false),
            (3, 3, 0, false), (3, 0, 1, false),
        ])
    func restless(presented: UInt64, recreated: UInt64, lost: UInt64, isQuiet: Bool) {
        let events =
            (UInt64(1)...3).map { Self.record(1, .editor, .presented($0)) } + [
                Self.record(
                    2, .editor,
                    .window(
                        .displayEnded([
                            NamedCount("presented", presented), NamedCount("recreated", recreated),
                            NamedCount("devices_lost", lost),
                        ])))
            ]
        #expect(ViewportTranscript(events).restlessness.isEmpty == isQuiet)
        #expect(ViewportTranscript(Array(events.prefix(3))).restlessness.isEmpty)
    }
}
