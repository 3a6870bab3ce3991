import GateKit

/// The first page of a report: what came out, and which run it is.
enum Overview {
    /// The title.
    static let title: [Block] = [.heading(level: 1, "Validation report")]

    /// Returns which run this is, and on what.
    static func run(_ report: RunReport) -> [Block] {
        let run = report.run
        var table = Table([.left("Run"), .left(String(run.id))])
        func add(_ title: String, _ cell: Cell) { table.rows.append([.text(title), cell]) }
        add("Started", .moment(run.startedAt))
        add("Ended", ended(run))
        add("Host", .text(run.fact(ProvenanceKey.host) ?? "not recorded"))
        add("Platform", .text("\(run.platform.title), host class \(run.hostClass)"))
        add("Profile", .text(run.profile.rawValue))
        add("Gates", .text(run.gates.map(\.rawValue).joined(separator: " ")))
        add("Seed", .text(String(run.seed)))
        add("Commit", .text(run.fact(ProvenanceKey.commit) ?? "not recorded"))
        add("Digest", report.seal.map { .code($0) } ?? .text("none: the run has no results"))
        add("Marks", marks(run))
        return [.heading(level: 2, "Run"), .table(table)] + HostFigures.blocks(report.attempts)
    }

    private static func ended(_ run: RunRecord) -> Cell {
        let time = run.finishedAt.map { DateFormat.utc($0) }
        switch run.state {
        case .finished: return .text(time ?? "not recorded")
        case .running: return .text("still running")
        case .interrupted: return .text("interrupted" + (time.map { " " + $0 } ?? ""))
        case .broken: return .text("broken off; what it had measured is shown")
        }
    }

    /// Returns what a reader has to know before believing a figure.
    private static func marks(_ run: RunRecord) -> Cell {
        var spans: [Span] = []
        if run.isDirty {
            spans += [.strong("dirty"), .text(": the tree differed from the commit")]
        }
        if run.isDebugBuild {
            spans += spans.isEmpty ? [] : [.text(", ")]
            spans += [
                .strong("debug build"),
                .text(": timing is that of optimised targets in a debug build"),
            ]
        }
        return spans.isEmpty ? .text("none") : .spans(spans)
    }

    /// Returns the headline of each platform.
    static func verdict(_ report: RunReport) -> [Block] {
        let gates = report.declarations.map(\.id)
        let lines = MatrixColumn.all(report.matrix).map { column -> [Span] in
            let all = Headline.of(column.results, gates: gates)
            let contract = Headline.of(column.results, gates: gates) { $0.contractVerdict }
            return [
                .text("\(column.title): "), .strong(all.rawValue),
                .text(
                    "\(weakness(column, report.run)) (\(tally(column, gates)))"
                        + (column.platform.isEmulated
                            ? "; emulated, and asked nothing of the contract's"
                            : "; by the contract checks alone \(contract.rawValue)")),
            ]
        }
        return [.heading(level: 2, "Verdict"), .list(lines, numbered: false)]
    }

    /// Returns what weakens the figures of this run's own column; a store keeps no marks of cells.
    private static func weakness(_ column: MatrixColumn, _ run: RunRecord) -> String {
        guard column.platform == run.platform, column.hostClass == run.hostClass else { return "" }
        return (run.isDirty ? ", dirty tree" : "") + (run.isDebugBuild ? ", debug build" : "")
    }

    /// Returns how many gates came out as what, such as `2 GO, 1 GO provisional, 4 PENDING`.
    private static func tally(_ column: MatrixColumn, _ gates: [GateID]) -> String {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for gate in gates {
            let result = column.cell(gate)?.result
            let verdict = result?.shown ?? Verdict.pending.rawValue
            let name = result?.provisional == true ? verdict + " provisional" : verdict
            if counts[name] == nil { order.append(name) }
            counts[name, default: 0] += 1
        }
        return order.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ")
    }
}
