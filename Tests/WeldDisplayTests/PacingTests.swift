import Testing

@testable import WeldDisplay

@Suite("When the next picture is chosen")
struct PacingTests {
    static let start: UInt64 = 5_000_000_000
    static let turn: UInt64 = 16_000_000

    /// A window that shows pictures as soon as its compositor asks for them; the compositor's turns
    /// have these lengths.
    private func taught(_ mode: PresentMode = .mailbox, turns: [UInt64]) -> (Pacing, UInt64) {
        var pacing = Pacing(mode)
        var now = Self.start
        pacing.answered(at: now)
        for turn in turns {
            pacing.shown(at: now + 1, isAnswered: true)
            now += turn
            pacing.answered(at: now)
        }
        return (pacing, now)
    }

    /// The same after so many turns that its lead is the least.
    private func steady(_ mode: PresentMode = .mailbox) -> (Pacing, UInt64) {
        taught(mode, turns: [UInt64](repeating: Self.turn, count: 200))
    }

    @Test("the first picture waits for nobody", arguments: PresentMode.allCases)
    func first(mode: PresentMode) throws {
        let choice = try #require(Pacing(mode).choice(at: Self.start, isAnswered: false))
        #expect(choice <= Self.start)
    }

    @Test("every other waits for the compositor's word", arguments: PresentMode.allCases)
    func waits(mode: PresentMode) throws {
        var pacing = Pacing(mode)
        pacing.shown(at: Self.start, isAnswered: true)
        #expect(pacing.choice(at: Self.start + 1, isAnswered: false) == nil)
        #expect(try #require(pacing.choice(at: Self.start + 1, isAnswered: true)) <= Self.start + 1)
    }

    @Test("after 100 ms a mailbox is filled all the same, a queue never")
    func deadline() {
        for mode in PresentMode.allCases {
            var pacing = Pacing(mode)
            pacing.shown(at: Self.start, isAnswered: true)
            #expect(pacing.choice(at: Self.start + 99_999_999, isAnswered: false) == nil)
            let late = Self.start + 100_000_000
            #expect(
                pacing.choice(at: late, isAnswered: false) == (mode == .mailbox ? late : nil))
        }
    }

    @Test("a known rhythm moves the choice to just before the next turn")
    func late() throws {
        var (pacing, now) = steady()
        pacing.took(2_000_000)
        let choice = try #require(pacing.choice(at: now, isAnswered: true))
        #expect(choice == now + Self.turn - 2_000_000 - Pacing.leastLead)
    }

    @Test("a queue is filled as soon as there is room, whatever the rhythm")
    func queue() throws {
        let (pacing, now) = steady(.fifo)
        #expect(try #require(pacing.choice(at: now, isAnswered: true)) <= now)
    }

    @Test("what takes longer than a turn is chosen at once")
    func slow() throws {
        var (pacing, now) = steady()
        pacing.took(Self.turn)
        #expect(pacing.choice(at: now, isAnswered: true) == now)
    }

    @Test("what was slow once is expected for a while, then forgotten")
    func remembered() throws {
        var (pacing, now) = steady()
        pacing.took(6_000_000)
        pacing.took(1_000_000)
        let careful = try #require(pacing.choice(at: now, isAnswered: true))
        #expect(careful < now + Self.turn - 5_000_000)
        for _ in 0..<200 { pacing.took(1_000_000) }
        let calm = try #require(pacing.choice(at: now, isAnswered: true))
        #expect(calm > now + Self.turn - Pacing.leastLead - 2_500_000)
    }

    /// Shows a picture in time for the next turn; the word follows after so many turns.
    private func show(_ pacing: inout Pacing, _ now: inout UInt64, turns: UInt64) {
        pacing.shown(at: now + Self.turn - 2_000_000, isAnswered: true)
        now += turns * Self.turn
        pacing.answered(at: now)
    }

    @Test("a new rhythm is served at once, and then later and later")
    func laterAndLater() throws {
        var (pacing, now) = taught(turns: [UInt64](repeating: Self.turn, count: 4))
        var last = try #require(pacing.choice(at: now, isAnswered: true)) - now
        #expect(last == 0)
        for _ in 0..<30 {
            show(&pacing, &now, turns: 1)
            let next = try #require(pacing.choice(at: now, isAnswered: true)) - now
            #expect(next > last)
            last = next
        }
    }

    @Test("a turn that was missed widens the lead, which is kept for a while and tried again then")
    func missedTurn() throws {
        var (pacing, now) = steady()
        let before = try #require(pacing.choice(at: now, isAnswered: true)) - now
        show(&pacing, &now, turns: 2)
        let after = try #require(pacing.choice(at: now, isAnswered: true)) - now
        #expect(after == before - 1_000_000)
        for _ in 0..<Pacing.calm { show(&pacing, &now, turns: 1) }
        #expect(try #require(pacing.choice(at: now, isAnswered: true)) - now == after)
        for _ in 0..<200 { show(&pacing, &now, turns: 1) }
        #expect(try #require(pacing.choice(at: now, isAnswered: true)) - now == before)
    }

    @Test("where turns begin with the picture, late choices do not carry the rhythm away")
    func carriedAway() throws {
        var (pacing, now) = steady()
        for _ in 0..<200 {
            let choice = try #require(pacing.choice(at: now, isAnswered: true))
            pacing.shown(at: max(choice, now + 1), isAnswered: true)
            now = max(choice, now + 1) + 4_000_000
            pacing.answered(at: now)
        }
        #expect(try #require(pacing.period) <= Self.turn)
    }

    @Test("where turns begin with the picture, pictures are shown as often as the screen can")
    func fullRate() throws {
        var (pacing, now) = steady()
        let begin = now
        for _ in 0..<1000 {
            let choice = try #require(pacing.choice(at: now, isAnswered: true))
            // On its way for 2 to 4 ms, now and then for 9.
            let shown = max(choice, now + 1)
            pacing.shown(at: shown, isAnswered: true)
            let way: UInt64 = shown % 97 == 0 ? 9_000_000 : 2_000_000 + shown % 2_000_000
            now = max(now + Self.turn, shown + way)
            pacing.answered(at: now)
        }
        #expect(now - begin < 1010 * Self.turn)
    }

    @Test("each further miss of one spell widens the lead twice as much as the one before")
    func spell() throws {
        var (pacing, now) = steady()
        let before = try #require(pacing.choice(at: now, isAnswered: true)) - now
        for _ in 0..<3 { show(&pacing, &now, turns: 2) }
        let after = try #require(pacing.choice(at: now, isAnswered: true)) - now
        #expect(before - after == min(before, 7_000_000))
    }

    @Test("however many turns are missed, a picture is never chosen before it is asked for")
    func bounded() throws {
        var (pacing, now) = steady()
        for _ in 0..<50 {
            show(&pacing, &now, turns: 1)
            show(&pacing, &now, turns: 2)
        }
        #expect(try #require(pacing.choice(at: now, isAnswered: true)) == now)
    }

    @Test("a picture that came after its turn says nothing about missing it")
    func afterTheTurn() throws {
        var (pacing, now) = steady()
        let before = try #require(pacing.choice(at: now, isAnswered: true)) - now
        pacing.shown(at: now + Self.turn + 1_000_000, isAnswered: true)
        now += 2 * Self.turn
        pacing.answered(at: now)
        #expect(try #require(pacing.choice(at: now, isAnswered: true)) - now == before)
    }

    @Test("two turns are never taken for one: the choice does not wander into the turn after next")
    func noLock() throws {
        var (pacing, now) = steady()
        for _ in 0..<3 { show(&pacing, &now, turns: 2) }
        #expect(try #require(pacing.period) == Self.turn)
    }

    @Test("a compositor that keeps missing its rhythm is served at once, until it has one again")
    func withoutRhythm() throws {
        var (pacing, now) = steady()
        for _ in 0..<Pacing.memory { show(&pacing, &now, turns: 3) }
        #expect(pacing.period == nil)
        #expect(try #require(pacing.choice(at: now, isAnswered: true)) <= now)
        for _ in 0..<Pacing.memory {
            pacing.shown(at: now + 1, isAnswered: true)
            now += Self.turn
            pacing.answered(at: now)
        }
        #expect(pacing.period == Self.turn)
    }

    @Test("a rhythm is not learnt from pictures that came late: two turns look like one")
    func lateTeachers() {
        var pacing = Pacing(.mailbox)
        var now = Self.start
        pacing.answered(at: now)
        for _ in 0..<20 {
            pacing.shown(at: now + Self.turn + 1_000_000, isAnswered: true)
            now += 2 * Self.turn
            pacing.answered(at: now)
        }
        #expect(pacing.period == nil)
    }

    @Test("a compositor that becomes slower and slower is learnt anew")
    func drift() throws {
        var (pacing, now) = steady()
        let turns = stride(from: Self.turn, through: 2 * Self.turn, by: 400_000)
        for turn in Array(turns) + [UInt64](repeating: 2 * Self.turn, count: 20) {
            let choice = try #require(pacing.choice(at: now, isAnswered: true))
            pacing.shown(at: max(choice, now + 1), isAnswered: true)
            now += turn
            pacing.answered(at: now)
        }
        // Within a third, from where on no turn is missed.
        #expect(try #require(pacing.period) > 24_000_000)
    }

    @Test(
        "turns that nobody believes teach nothing",
        arguments: [
            [0, 0, 0, 0, 0, 0], [3, 3, 3, 3, 3, 3],
            [110_000_000, 110_000_000, 110_000_000, 110_000_000, 110_000_000],
        ] as [[UInt64]])
    func nonsense(turns: [UInt64]) throws {
        let (pacing, now) = taught(turns: turns)
        #expect(pacing.period == nil)
        #expect(try #require(pacing.choice(at: now, isAnswered: true)) <= now)
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
