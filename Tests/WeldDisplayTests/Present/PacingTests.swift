import Testing

@testable import WeldDisplay

@Suite("When the next picture may be shown")
struct PacingTests {
    static let start: UInt64 = 5_000_000_000

    @Test("the first picture waits for nobody", arguments: PresentMode.allCases)
    func first(mode: PresentMode) {
        #expect(Pacing(mode).mayShow(at: Self.start, isAnswered: false))
    }

    @Test("every other waits for the compositor's word", arguments: PresentMode.allCases)
    func waits(mode: PresentMode) {
        var pacing = Pacing(mode)
        pacing.shown(at: Self.start, isAnswered: true)
        #expect(!pacing.mayShow(at: Self.start + 1, isAnswered: false))
        #expect(pacing.mayShow(at: Self.start + 1, isAnswered: true))
    }

    @Test("after 100 ms a mailbox is filled all the same, a queue never")
    func deadline() {
        for mode in PresentMode.allCases {
            var pacing = Pacing(mode)
            pacing.shown(at: Self.start, isAnswered: true)
            #expect(!pacing.mayShow(at: Self.start + 99_999_999, isAnswered: false))
            #expect(
                pacing.mayShow(at: Self.start + 100_000_000, isAnswered: false)
                    == (mode == .mailbox))
        }
    }

    @Test("pictures that nobody asked for are counted")
    func unasked() {
        var pacing = Pacing(.mailbox)
        pacing.shown(at: Self.start, isAnswered: false)
        #expect(pacing.unasked == 0)
        pacing.shown(at: Self.start + 1, isAnswered: true)
        pacing.shown(at: Self.start + 100_000_001, isAnswered: false)
        #expect(pacing.unasked == 1)
    }

    @Test("the time to look again is always to come", arguments: PresentMode.allCases)
    func lookAgain(mode: PresentMode) {
        var pacing = Pacing(mode)
        #expect(pacing.deadline(after: Self.start) == Self.start + 100_000_000)
        pacing.shown(at: Self.start, isAnswered: true)
        #expect(pacing.deadline(after: Self.start + 1) == Self.start + 100_000_000)
        let late = Self.start + 900_000_000
        #expect(pacing.deadline(after: late) == late + 100_000_000)
    }
}
