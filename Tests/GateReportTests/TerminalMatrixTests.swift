import GateKit
import GateReport
import Testing

@Suite struct TerminalMatrixTests {
    private let results: [GateResult] = [
        .fixture(.g2, .noGo, reason: .recorded(text: "g2.p99: too slow")), .fixture(.g1, .go),
        .fixture(.g3, .pending), .fixture(.g7, .go, shortfall: [.paced]),
    ]

    @Test("gates stand in order, with the reason of whatever is not a plain GO")
    func plain() {
        let expected = """
            GATE VERDICT FIGURE MARGIN CONTROLS AMBITION
            G1 round-trip median GO 11.9 µs 84.0x 4/4 2/3
            G2 round-trip tail NO-GO 11.9 µs 84.0x 4/4 2/3 g2.p99: too slow
            G3 fuzz PENDING not implemented yet
            G7 passing descriptors GO provisional 11.9 µs 84.0x 4/4 2/3 \
            every check holds; paced round trips 2 000 of 10 000

            """
        #expect(squeezed(TerminalMatrix.render(results)) == squeezed(expected))
    }

    @Test("columns line up, and no line ends in a space")
    func alignment() {
        let lines = TerminalMatrix.render(results).split(separator: "\n")
        let columns = lines.map { line in
            ["VERDICT", "GO", "NO-GO", "PENDING"].compactMap { line.firstRange(of: $0) }
                .map { line.distance(from: line.startIndex, to: $0.lowerBound) }.min()
        }
        #expect(Set(columns).count == 1)
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test("a style decorates verdicts and moves no column")
    func styled() {
        let styled = TerminalMatrix.render(results) { verdict, text in
            verdict == .noGo ? "<red>\(text)</red>" : text
        }
        #expect(styled.contains("<red>NO-GO         </red>"))
        let plain = styled.replacing("<red>", with: "").replacing("</red>", with: "")
        #expect(plain == TerminalMatrix.render(results))
    }

    private func squeezed(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }.joined(separator: "\n")
    }
}
