import GateKit
import Testing
import WeldContract

@testable import Gates

@Suite("The transcript of a viewport's run")
struct ViewportTranscriptTests {
    /// Writes down what would have been reported, in milliseconds of one clock.
    private struct Script {
        var events: [EventRecord] = []
        var readings: [UInt64: PresentedReading] = [:]

        private mutating func add(_ event: Event, _ role: ProcessRole, at time: Int) {
            events.append(
                EventRecord(
                    event, number: UInt64(events.count + 1), time: Self.nanoseconds(time), pid: 1,
                    role: role))
        }

        private static func nanoseconds(_ milliseconds: Int) -> UInt64 {
            UInt64(milliseconds) * 1_000_000
        }

        mutating func published(_ id: Int, at time: Int) {
            add(.published(UInt64(id), done: Self.nanoseconds(time)), .runtime, at: time)
        }

        mutating func read(_ witness: Int, at time: Int, torn: Bool = false, epoch: UInt32 = 1) {
            add(.read(UInt64(witness), torn: torn, epoch: epoch), .editor, at: time)
        }

        /// The judge reads the same as the editor says, unless told otherwise.
        mutating func presented(
            _ witness: Int, at time: Int, age: Int? = nil, torn: Bool = false,
            judged: PresentedReading?? = .none
        ) {
            let event = Event.presented(
                UInt64(witness), age: age.map { Self.nanoseconds($0) }, torn: torn)
            add(event, .editor, at: time)
            let same = PresentedReading(frame: UInt32(witness), isTorn: torn)
            readings[UInt64(events.count)] = judged ?? same
        }

        mutating func shown(_ frame: Int?, at time: Int, torn: Bool = false) {
            events.append(
                .composited(
                    frame.map { UInt32($0) }, shown: Self.nanoseconds(time), torn: torn))
        }

        var transcript: ViewportTranscript { ViewportTranscript(events, readings: readings) }
    }

    private func window(_ start: Int, _ end: Int) -> TimeSpan {
        TimeSpan(start: UInt64(start) * 1_000_000, end: UInt64(end) * 1_000_000)
    }

    private func milliseconds(_ values: [TimedValue]) -> [Double] {
        values.map { $0.value / 1e6 }
    }

    // MARK: - Age

    @Test("A picture is as old as the time from its completion to the next one's showing")
    func ageAtReplacement() {
        var script = Script()
        for (id, time) in [(1, 0), (2, 16), (3, 33)] { script.published(id, at: time) }
        for (id, time) in [(1, 10), (2, 26), (3, 43)] { script.shown(id, at: time) }
        let ages = script.transcript.agesAtReplacement(in: window(0, 50))
        #expect(milliseconds(ages) == [26, 27, 17])
        #expect(ages.first?.span == window(0, 26))
    }

    @Test("A picture that is captured again is shown on, and not replaced")
    func capturedAgain() {
        var script = Script()
        script.published(1, at: 0)
        script.published(2, at: 100)
        for (id, time) in [(1, 10), (1, 60), (2, 110)] { script.shown(id, at: time) }
        let ages = script.transcript.agesAtReplacement(in: window(0, 120))
        #expect(milliseconds(ages) == [110, 20])
    }

    @Test("A picture that nothing replaces is as old as the window's end makes it")
    func frozen() {
        var script = Script()
        script.published(1, at: 0)
        script.shown(1, at: 10)
        #expect(milliseconds(script.transcript.agesAtReplacement(in: window(0, 500))) == [500])
    }

    @Test("What was replaced before the window, or shown after it, is none of its business")
    func outside() {
        var script = Script()
        for (id, time) in [(1, 0), (2, 16), (3, 33), (4, 50)] {
            script.published(id, at: time)
            script.shown(id, at: time + 5)
        }
        #expect(milliseconds(script.transcript.agesAtReplacement(in: window(30, 45))) == [22, 12])
        #expect(milliseconds(script.transcript.agesWhenShown(in: window(30, 45))) == [5])
    }

    @Test("A number that is used twice means its newest publication before the showing")
    func publishedTwice() {
        var script = Script()
        script.published(7, at: 0)
        script.published(7, at: 100)
        script.shown(7, at: 110)
        #expect(milliseconds(script.transcript.agesWhenShown(in: window(0, 200))) == [10])
    }

    @Test("The age at the hand-over is the editor's word, and has the time in which it came about")
    func presentedAge() {
        var script = Script()
        script.presented(1, at: 100, age: 30)
        script.presented(2, at: 110)
        let ages = script.transcript.agesWhenPresented(in: window(0, 200))
        #expect(ages == [TimedValue(value: 30e6, span: window(70, 100))])
    }

    // MARK: - Tears

    @Test("Each place has its own tears, and a capture that names no frame is one")
    func tears() {
        var script = Script()
        script.read(1, at: 1)
        script.read(2, at: 2, torn: true)
        script.presented(1, at: 3)
        script.shown(1, at: 4)
        script.shown(2, at: 5, torn: true)
        script.shown(nil, at: 6)
        let transcript = script.transcript
        #expect(transcript.shared.map(\.isTorn) == [false, true])
        #expect(transcript.presented.map(\.isTorn) == [false])
        #expect(transcript.composited.map(\.isTorn) == [false, true, true])
    }

    @Test("A picture without marks is neither torn nor whole, and no check of tears is GO by it")
    func unmarked() throws {
        let pictures = (1...20).map { Event.unmarked($0, epoch: 0) }
        let transcript = ViewportTranscript(pictures.map { .editor(1, $0) })
        #expect(transcript.shared.count == 20)
        #expect(transcript.shared.allSatisfy { !$0.isTorn && $0.frame == nil })
        let tears = ViewportTranscript.tears(transcript.shared)
        #expect(tears.isEmpty)
        #expect(transcript.contradictions.isEmpty)
        let check = Check.none("g6.torn-shared", gate: .g6, "?", metric: "m", tier: .contract)
        let result = check.evaluate(["m": SortedSamples(tears)], confidence: 0.95)
        #expect(result.verdict == .inconclusive)
    }

    @Test(
        "In three slots, whose runtime marks every row, a picture without marks is a contradiction")
    func unmarkedInThreeSlots() {
        let transcript = ViewportTranscript([.editor(1, .unmarked(7, epoch: 1))])
        #expect(transcript.contradictions.count == 1)
    }

    // MARK: - Read-back

    @Test("What was presented is judged by what the device gave back, never by the editor's word")
    func judgedReading() {
        var script = Script()
        script.presented(1, at: 1, judged: PresentedReading(frame: 1, isTorn: true))
        script.presented(2, at: 2, torn: true, judged: PresentedReading(frame: 2, isTorn: false))
        let transcript = script.transcript
        #expect(transcript.presented.map(\.isTorn) == [true, false])
        #expect(ViewportTranscript.tears(transcript.presented) == [1, 0])
        #expect(transcript.disagreements.count == 2)
    }

    @Test(
        "A picture without a readable read-back is missing: whole and torn it is not",
        arguments: [nil, PresentedReading(frame: nil, isTorn: false)])
    func missing(reading: PresentedReading?) {
        var script = Script()
        script.presented(1, at: 1, judged: .some(reading))
        script.presented(2, at: 2, torn: true, judged: .some(reading))
        let transcript = script.transcript
        #expect(ViewportTranscript.tears(transcript.presented).isEmpty)
        #expect(transcript.presented.count == 2)
        #expect(transcript.readBack(in: window(0, 10)) == 0)
        #expect(transcript.disagreements.isEmpty)
    }

    @Test("An editor that names another frame than the device gave back is contradicted")
    func otherFrame() {
        var script = Script()
        script.presented(5, at: 1, judged: PresentedReading(frame: 4, isTorn: false))
        script.presented(6, at: 2)
        #expect(
            script.transcript.disagreements == [
                "frame 5 by the editor, frame 4 by what the device gave back"
            ])
    }

    @Test("Of a torn picture either may name any of its frames")
    func tornFrames() {
        var script = Script()
        script.presented(5, at: 1, torn: true, judged: PresentedReading(frame: 4, isTorn: true))
        #expect(script.transcript.disagreements.isEmpty)
    }

    // MARK: - Order

    @Test("The same picture read as new is a repetition, unless a new writer made it")
    func repetitions() {
        var script = Script()
        script.read(1, at: 1)
        script.read(2, at: 2)
        script.read(2, at: 3)
        script.read(2, at: 4, epoch: 2)
        #expect(script.transcript.repetitions == [0, 1, 0])
    }

    @Test("An older picture after a newer one is seen at each of the three places")
    func regressions() {
        var script = Script()
        for frame in [1, 3, 2] { script.read(frame, at: frame) }
        for frame in [1, 3, 2] { script.presented(frame, at: frame) }
        for frame in [1, 3, 2] { script.shown(frame, at: frame) }
        #expect(script.transcript.regressions == [0, 1, 0, 1, 0, 1])
    }

    @Test("A new writer may begin at the beginning")
    func newEpoch() {
        var script = Script()
        script.read(100, at: 1)
        script.read(1, at: 2, epoch: 2)
        #expect(script.transcript.regressions == [0])
    }

    // MARK: - Rate

    @Test("A rate counts what lies in each whole period of the window")
    func rates() {
        let moments = (0..<120).map { UInt64($0) * 50_000_000 }
        let rates = ViewportTranscript.rates(moments, in: window(0, 5_500), seconds: 2)
        #expect(rates.map(\.value) == [20, 20])
        #expect(rates.last?.span == window(2_000, 4_000))
    }

    @Test("A second in which one place stands still does not count as moving")
    func movingSeconds() {
        var script = Script()
        for second in 0..<3 {
            let time = second * 1_000 + 500
            script.published(second, at: time)
            if second != 1 { script.presented(second, at: time) }
            script.shown(second, at: time)
        }
        #expect(script.transcript.movingSeconds(in: window(0, 3_000)) == 2)
    }

    @Test("Torn captures and captures of the same picture add nothing to what was shown")
    func distinct() {
        var script = Script()
        for (frame, torn) in [(1, false), (1, false), (2, false), (3, true)] {
            script.shown(frame, at: 10, torn: torn)
        }
        #expect(script.transcript.distinctShown(in: window(0, 20)) == 2)
    }
}
