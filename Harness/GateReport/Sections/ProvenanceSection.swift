import GateKit

/// What the figures were measured on, and how each attempt was made.
struct ProvenanceSection {
    let report: RunReport

    var markdown: String {
        var table = MarkdownTable([("Fact", .left), ("Value", .left)])
        for fact in report.run.provenance { table.add([fact.key, fact.value]) }
        return [
            "## Provenance", table.isEmpty ? "Nothing was recorded." : table.markdown, attempts,
        ]
        .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Facts of attempts; attempts that share a fact share its row.
    private var attempts: String {
        var order: [Fact] = []
        var ids: [Fact: [Int64]] = [:]
        for attempt in report.attempts.map(\.attempt) {
            for fact in attempt.facts {
                if ids[fact] == nil { order.append(fact) }
                ids[fact, default: []].append(attempt.id)
            }
        }
        var table = MarkdownTable([("Fact", .left), ("Value", .left), ("Attempts", .left)])
        for fact in order {
            let attempts = (ids[fact] ?? []).map(String.init).joined(separator: ", ")
            table.add([fact.key, fact.value, attempts])
        }
        return table.isEmpty ? "" : table.markdown
    }
}
