import GateKit

/// The headline of each platform.
struct VerdictSection {
    let report: RunReport

    var markdown: String {
        let lines = MatrixColumn.all(report.matrix).map { column in
            let all = Headline.of(column.results, gates: gates)
            let contract = Headline.of(column.results, gates: gates) { $0.contractVerdict }
            return "* \(column.title): **\(all.rawValue)**\(marks(column)) (\(tally(column))); "
                + "by the contract checks alone \(contract.rawValue)"
        }
        return "## Verdict\n\n" + lines.joined(separator: "\n")
    }

    private var gates: [GateID] { report.declarations.map(\.id) }

    /// Returns what weakens the figures of this run's own column; a store keeps no marks of cells.
    private func marks(_ column: MatrixColumn) -> String {
        guard column.platform == report.run.platform, column.hostClass == report.run.hostClass
        else { return "" }
        return (report.run.isDirty ? ", dirty tree" : "")
            + (report.run.isDebugBuild ? ", debug build" : "")
    }

    /// Returns how many gates came out as what, such as `2 GO, 1 GO provisional, 4 PENDING`.
    private func tally(_ column: MatrixColumn) -> String {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for gate in gates {
            let result = column.cell(gate)?.result
            let verdict = result?.shown ?? Verdict.pending.rawValue
            let name =
                result?.provisional == true ? verdict + " provisional" : verdict
            if counts[name] == nil { order.append(name) }
            counts[name, default: 0] += 1
        }
        return order.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ")
    }
}
