import GateKit
import GateReport
import Testing

@Suite struct HeadlineTests {
    private static let gates: [GateID] = [.g1, .g2, .g3]

    @Test(
        "the headline is GO only when every gate earned it at its contract's length",
        arguments: [
            ([.go, .go, .go], .go), ([.go, .go, .skip], .go), ([.go, .go, .pending], .partial),
            ([.go, .skip, .pending], .partial), ([.go, .noGo, .blind], .noGo),
            ([.go, .blind, .error], .blind), ([.go, .error, .inconclusive], .error),
            ([.go, .inconclusive, .pending], .inconclusive), ([.skip, .skip, .skip], .skip),
            ([.skip, .pending, .skip], .pending), ([.pending, .pending, .pending], .pending),
        ] as [([Verdict], Headline)])
    func rules(verdicts: [Verdict], headline: Headline) {
        let cells = zip(Self.gates, verdicts).map { GateResult.fixture($0, $1) }
        #expect(Headline.of(cells, gates: Self.gates) == headline)
        #expect(Headline.of(cells.reversed(), gates: Self.gates) == headline)
    }

    @Test("a gate without a cell is pending")
    func missingCell() {
        let cells = [GateResult.fixture(.g1, .go), .fixture(.g2, .go)]
        #expect(Headline.of(cells, gates: Self.gates) == .partial)
        #expect(Headline.of([], gates: Self.gates) == .pending)
    }

    @Test("one provisional GO makes the platform PARTIAL")
    func provisional() {
        let cells = [
            GateResult.fixture(.g1, .go), .fixture(.g2, .go, shortfall: [.paced]),
            .fixture(.g3, .go),
        ]
        #expect(Headline.of(cells, gates: Self.gates) == .partial)
    }

    @Test("the contract's headline looks at the contract's verdicts alone")
    func contract() {
        var cell = GateResult.fixture(.g1, .noGo)
        cell.contractVerdict = .go
        #expect(Headline.of([cell], gates: [.g1]) == .noGo)
        #expect(Headline.of([cell], gates: [.g1]) { $0.contractVerdict } == .go)
    }
}
