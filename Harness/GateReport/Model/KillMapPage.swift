import GateKit

/// What came of killing both stubs at the system calls of their lives (gates.md#kill-map).
enum KillMapPage {
    /// Returns the map by stub and phase, and the worst kills by name; nothing without a map.
    static func blocks(_ report: RunReport) -> [Block] {
        report.killMap.map { blocks($0, isOwn: $0.run == report.run.id) } ?? []
    }

    /// Returns the map alone.
    ///
    /// - Parameter isOwn: Whether it is of the run that is told of; another's is named.
    static func blocks(_ map: KillMap, isOwn: Bool = true) -> [Block] {
        [.heading(level: 2, "Kill map"), .paragraph([.text(summary(map, isOwn))])]
            + [.figure(figure(map))]
            + table(map).block + worst(map)
    }

    /// Returns how many kills of each phase came to what.
    private static func figure(_ map: KillMap) -> Figure {
        let outcomes = KillOutcome.allCases.filter { map.count($0) > 0 }
        let parts = outcomes.map { Figure.Bars.Part(name: $0.words, tone: $0.tone) }
        let rows = map.rows.map { row in
            Figure.Bars.Row(
                name: "\(row.subject.rawValue), \(row.phase.rawValue)",
                lengths: outcomes.map { Double(row.outcomes[$0] ?? 0) })
        }
        return Figure(
            address: "figure-kill-map",
            title:
                "What came of each of \(NumberFormat.count(map.results.count)) kills, by who was "
                + "killed and when",
            drawing: .bars(.init(unit: .count, parts: parts, rows: rows)))
    }

    private static func summary(_ map: KillMap, _ isOwn: Bool) -> String {
        let which = isOwn ? "" : " (run \(map.run))"
        let counts = KillOutcome.allCases.compactMap { outcome -> String? in
            let count = map.count(outcome)
            return count == 0 ? nil : "\(NumberFormat.count(count)) \(outcome.words)"
        }
        let left = map.results.count { !$0.left.isEmpty }
        return
            "Each stub was killed at \(NumberFormat.count(map.results.count)) system calls of its "
            + "life, one run each\(which): \(counts.joined(separator: ", ")); "
            + (left == 0 ? "nothing was left behind." : "\(left) left something behind.")
    }

    private static func table(_ map: KillMap) -> Table {
        Table(
            [.left("Killed"), .left("Phase"), .right("Points")]
                + KillOutcome.allCases.map { .right($0.title) }
                + [.right("Left something"), .right("Longest")],
            rows: map.rows.map { row in
                [.text(row.subject.rawValue), .text(row.phase.rawValue), .count(row.points)]
                    + KillOutcome.allCases.map { .count(row.outcomes[$0] ?? 0) }
                    + [.count(row.left), .figure(row.longest.map { Double($0) }, .nanoseconds)]
            })
    }

    /// Returns what is not as documented and the slowest of the rest; a row can be repeated by its
    /// name.
    private static func worst(_ map: KillMap) -> [Block] {
        let rows = map.worst().prefix(25).map { result -> [Cell] in
            [
                .code(result.point.description), .code(result.systemCall), .text(result.thread),
                .text(result.outcome.words),
                .figure(result.nanoseconds.map { Double($0) }, .nanoseconds),
                .text(result.deviations.joined(separator: "; ")),
            ]
        }
        return [
            .paragraph([
                .text("The worst by name; "), .code("weld-gates killmap --point NAME"),
                .text(" makes one again."),
            ]),
            .table(
                Table(
                    [
                        .left("Point"), .left("System call"), .left("Thread"), .left("Came of it"),
                        .right("Time"), .left("Not as documented"),
                    ], rows: Array(rows))),
        ]
    }
}

extension KillOutcome {
    /// The heading of its column.
    fileprivate var title: String {
        switch self {
        case .recovered: "Recovered"
        case .ended: "Ended"
        case .late: "Late"
        case .deviated: "Deviated"
        case .missed: "Missed"
        }
    }

    /// What is to be thought of it; nil of what is documented, and of what was not tried.
    fileprivate var tone: Figure.Tone? {
        switch self {
        case .recovered, .ended, .missed: nil
        case .late: .doubtful
        case .deviated: .bad
        }
    }

    /// Its word within a sentence.
    fileprivate var words: String { title.lowercased() }
}
