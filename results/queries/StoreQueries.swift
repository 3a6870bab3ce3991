/// A question to the store that has a name: a file of this folder, built into the program
/// (report.md#queries).
public struct CannedQuery: Sendable {
    /// A value that may be set.
    public struct Parameter: Hashable, Sendable {
        /// Its name, without the colon.
        public var name: String
        /// What it chooses, and what happens unless it is given: an empty text.
        public var meaning: String
    }

    /// What it is asked by: the name of its file.
    public var name: String
    /// What it answers, in one sentence.
    public var title: String
    /// What may be set.
    public var parameters: [Parameter]
    /// One statement of SQL, which reads tables alone.
    public var sql: String

    /// Reads a file: a line with the title, a line a parameter, the statement.
    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let comments = lines.prefix { $0.hasPrefix("--") }.map { String($0.dropFirst(3)) }
        title = comments.first ?? ""
        parameters = comments.dropFirst().map { line in
            let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
            return Parameter(name: words.first ?? "", meaning: words.last ?? "")
        }
        sql = lines.dropFirst(comments.count).joined(separator: "\n")
    }

    /// Every query, by name.
    public static let all: [CannedQuery] = [
        CannedQuery("artefacts", PackageResources.artefacts_sql),
        CannedQuery("check-history", PackageResources.check_history_sql),
        CannedQuery("controls", PackageResources.controls_sql),
        CannedQuery("hangs", PackageResources.hangs_sql),
        CannedQuery("newest-verdicts", PackageResources.newest_verdicts_sql),
        CannedQuery("origins", PackageResources.origins_sql),
        CannedQuery("red-checks", PackageResources.red_checks_sql),
        CannedQuery("set-aside", PackageResources.set_aside_sql),
        CannedQuery("sizes", PackageResources.sizes_sql),
        CannedQuery("slowest-round-trips", PackageResources.slowest_round_trips_sql),
        CannedQuery("undecided", PackageResources.undecided_sql),
        CannedQuery("violations", PackageResources.violations_sql),
    ]

    /// The same queries for Datasette, under the same names: what `results/datasette.yaml` holds.
    public static var datasette: String {
        var lines = [
            "# datasette results/results.db -m results/datasette.yaml",
            "# Written by: weld-gates query --datasette",
            "title: weld-gates",
            "databases:",
            "  results:",
            "    queries:",
        ]
        for query in all {
            lines += ["      \(query.name):", "        title: \"\(query.title)\""]
            if !query.parameters.isEmpty {
                let meanings = query.parameters.map { "\($0.name): \($0.meaning)" }
                lines.append("        description: \"\(meanings.joined(separator: ". "))\"")
                lines.append("        params:")
                lines += query.parameters.map { "        - \($0.name)" }
            }
            lines.append("        sql: |-")
            lines += query.sql.split(separator: "\n").map { "          \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}
