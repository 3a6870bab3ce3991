import Foundation
import Testing
import WeldContract

@Suite("The page of the contract")
struct ContractPageTests {
    /// Gates/Specification/contract.md of this checkout.
    private static func page() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appendingPathComponent("Gates/Specification/contract.md"),
            encoding: .utf8)
    }

    @Test("it names every event that is not the observer's, every exit code and every phase")
    func names() throws {
        let page = try Self.page()
        let observers: Set<EventName> = [
            .compositorReady, .pace, .composited, .stale, .stopped, .observed, .kept, .notKept,
            .painted, .observerFailed,
        ]
        for name in EventName.allCases where !observers.contains(name) {
            #expect(page.contains("`\(name.rawValue)`"), "\(name.rawValue)")
        }
        let rows = page.split(separator: "\n").compactMap { row in
            row.hasPrefix("| ") ? row.dropFirst(2).split(separator: " |").first : nil
        }
        let codes = rows.flatMap { $0.split(separator: ", ") }.compactMap { Int32($0) }
        #expect(codes == ExitCode.allCases.map(\.rawValue))
        for phase in EditorPhase.allCases.map(\.rawValue) + RuntimePhase.allCases.map(\.rawValue) {
            #expect(page.contains("`\(phase)`"), "\(phase)")
        }
    }

    @Test("its table of sabotages is the code's, row by row")
    func sabotages() throws {
        let rows =
            try Self.page().split(separator: "## Sabotages").last?.split(separator: "\n")
            .filter { $0.hasSuffix("` |") } ?? []
        let expected = SabotageEntry.table.map { entry in
            let subjects = entry.subjects.map(\.rawValue).joined(separator: " and ")
            return "| `\(entry.form)` | \(subjects) | \(entry.breaks) | `\(entry.seenBy)` |"
        }
        #expect(rows.map(String.init) == expected)
    }
}
