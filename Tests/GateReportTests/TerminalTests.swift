import GateKit
import Testing

@testable import GateReport

/// The same blocks as every other format, as plain text.
@Suite struct TerminalTests {
    @Test("every kind of block is spelled, an empty line between two")
    func blocks() {
        let blocks: [Block] = [
            .heading(level: 1, "Report"), .heading(level: 2, "Part"),
            .paragraph([.text("a "), .strong("b"), .text(" "), .code("c")]),
            .list([[.text("x")], [.emphasis("y")]], numbered: true),
            .table(
                Table(
                    [.left("Name"), .right("Figure"), .left("Why")],
                    rows: [
                        [.code("a"), .figure(1_500, .nanoseconds), .empty],
                        [.text("long"), .count(12_345), .text("so")],
                    ])),
            .matrix(
                Matrix(
                    columns: ["Linux"],
                    rows: [
                        .init(
                            title: "G1", address: "g1",
                            entries: [
                                .init(
                                    verdict: .go, name: "GO", details: [[.text("1 ms")]],
                                    remark: 2)
                            ])
                    ])), .code("run\nit"), .note("a note"),
        ]
        let expected = """
            REPORT

            Part

            a b c

            1. x
            2. y

            Name   Figure  Why
            a     1.50 µs
            long   12 345  so

            Gate  Linux
            G1    GO, 1 ms [2]

            run
            it

            a note

            """
        #expect(Terminal().render(blocks) == expected)
    }

    @Test("what a terminal would obey is not passed on")
    func hostile() {
        let text = Terminal().render([.paragraph([.text("a\u{1B}[2Jb\nc\u{202E}d")])])
        #expect(text == "a\\u{1B}[2Jb c\\u{202E}d\n")
    }

    @Test(
        "every figure of the Markdown stands in the text too", arguments: GoldenReport.allCases)
    func sameFigures(_ golden: GoldenReport) throws {
        let report = golden.report
        let text = try ValidationReport.render(report, as: .terminal)
        for block in Self.flat(ValidationReport.blocks(report)) {
            guard case .table(let table) = block else { continue }
            for cell in table.rows.joined() where !cell.words.isEmpty {
                #expect(text.contains(cell.words), "\(cell.words)")
            }
        }
    }

    @Test("a figure leaves no empty line behind, at the top or behind a title")
    func figures() {
        let figure = Block.figure(
            Figure(address: "f", title: "f", drawing: .lanes(.init(word: "torn", lanes: []))))
        let words = Block.paragraph([.text("words")])
        let text = Terminal().render([
            figure, words, .details(Details(title: "more", blocks: [figure, words])),
        ])
        #expect(text == "words\n\nmore\n\nwords\n")
    }

    /// The blocks, those behind a title among them.
    private static func flat(_ blocks: [Block]) -> [Block] {
        blocks.flatMap { block -> [Block] in
            if case .details(let details) = block { flat(details.blocks) } else { [block] }
        }
    }
}
