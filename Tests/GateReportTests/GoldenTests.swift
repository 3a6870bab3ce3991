import Foundation
import GateKit
import GateReport
import Testing

/// Whole reports against `Golden/*.md`; `WELD_UPDATE_GOLDEN=1 swift test` writes them anew, and the
/// difference is then read like any other change.
@Suite struct GoldenTests {
    private static let updates = ProcessInfo.processInfo.environment["WELD_UPDATE_GOLDEN"] == "1"

    @Test("a whole report is what its golden file holds", arguments: GoldenReport.allCases)
    func golden(_ golden: GoldenReport) throws {
        let text = ValidationReport.markdown(golden.report)
        if Self.updates {
            let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Golden/\(golden.rawValue).md")
            try Data(text.utf8).write(to: source)
            return
        }
        let file = try #require(
            Bundle.module.url(
                forResource: golden.rawValue, withExtension: "md", subdirectory: "Golden"))
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            .replacing("\r\n", with: "\n")
        #expect(text == expected)
    }

    @Test("the same store gives the same bytes each time", arguments: GoldenReport.allCases)
    func sameBytes(_ golden: GoldenReport) {
        let first = ValidationReport.markdown(golden.report)
        let second = ValidationReport.markdown(golden.report)
        #expect(Array(first.utf8) == Array(second.utf8))
    }

    @Test("notes are included as they are")
    func notes() {
        let text = ValidationReport.markdown(GoldenReport.typical.report)
        #expect(
            text.hasSuffix(
                "## First note\n\nA | pipe stays.\n\n## Second note\n\nLast line\n"))
    }
}
