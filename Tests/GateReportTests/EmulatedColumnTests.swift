import GateKit
import Testing

@testable import GateReport

/// What another system plays stands in a column of its own (portability.md#wine).
@Suite("An emulated column")
struct EmulatedColumnTests {
    private func report(_ platforms: [PlatformID]) throws -> String {
        var run = RunRecord.fixture()
        run.platform = platforms.first ?? .linux
        let cells = platforms.map {
            MatrixCell(
                platform: $0, hostClass: "dev", runID: run.id, finishedAt: nil,
                result: .fixture(.g1, .go))
        }
        return try ValidationReport.render(
            RunReport(
                run: run, declarations: GateDeclaration.catalogue, matrix: cells,
                results: [.fixture(.g1, .go)], attempts: [], controls: [], notes: []),
            as: .markdown)
    }

    @Test("each cell is marked, and a sentence says what the column is worth")
    func marked() throws {
        let text = try report([.wine])
        #expect(text.contains("| Windows (Wine 8.0) (dev) |"))
        #expect(text.contains("controls 4/4, emulated"))
        #expect(text.contains("Windows (Wine 8.0): the stubs' own sources as Windows programs"))
        #expect(text.contains("* Windows: **PENDING**"))
        #expect(!text.contains("By the contract checks alone: GO"))
    }

    @Test("it is there only where there is a run of it")
    func absent() throws {
        let text = try report([.linux])
        #expect(!text.contains("Wine"))
        #expect(!text.contains("emulated"))
    }
}
