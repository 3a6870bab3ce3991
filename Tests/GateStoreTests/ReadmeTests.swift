import Foundation
import GRDB
import GateKit
import GateStore
import Testing

@Suite struct ReadmeTests {
    private static let text: String = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../results/README.md")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    /// The queries of the document: what stands between a fence marked `sql` and the next fence.
    private static let queries = text.components(separatedBy: "```sql\n").dropFirst()
        .compactMap { $0.components(separatedBy: "```").first }

    @Test("the document holds at least five queries")
    func count() {
        #expect(Self.queries.count >= 5)
    }

    @Test("a documented query runs on a store", arguments: queries)
    func runs(_ query: String) throws {
        let scratch = try Scratch()
        try scratch.open().finishedRun()
        _ = try scratch.rows(query)
    }

    @Test("every column of a public view is documented")
    func columns() throws {
        let scratch = try Scratch()
        _ = try scratch.open()
        let views = try scratch.rows(
            "SELECT name FROM sqlite_master WHERE name LIKE 'v\\_%' ESCAPE '\\'")
        #expect(views.count == 13)
        for view in views.map({ $0[0] as String }) {
            for column in try scratch.rows("PRAGMA table_info(\(view))") {
                let name: String = column["name"]
                #expect(Self.text.contains("`\(name)`"), "\(view).\(name)")
            }
        }
    }
}
