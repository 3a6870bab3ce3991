import GateKit

/// What came of letting the system calls of both stubs fail (gates.md#fault-map).
enum FaultMapPage {
    /// Returns a sentence, the table by stub, call and error, and what is not as documented by name.
    static func blocks(_ map: FaultMap) -> [Block] {
        [.heading(level: 2, "Fault map"), .paragraph([.text(summary(map))])]
            + table(map).block + deviations(map)
    }

    private static func summary(_ map: FaultMap) -> String {
        let counts = FaultOutcome.allCases.compactMap { outcome -> String? in
            let count = map.count(outcome)
            return count == 0 ? nil : "\(NumberFormat.count(count)) \(outcome.rawValue)"
        }
        let unknown =
            map.unknownCalls.isEmpty
            ? "" : " Not tried, for no errors of theirs are known: \(map.unknownCalls.list)."
        return
            "In \(NumberFormat.count(map.results.count)) lives one system call of a stub or of the "
            + "judge failed: \(counts.joined(separator: ", ")).\(unknown)"
    }

    private static func table(_ map: FaultMap) -> Table {
        Table(
            [.left("Whose"), .left("Call"), .left("Error")]
                + FaultOutcome.allCases.map { .right($0.title) } + [.left("Ends")],
            rows: map.rows.map { row in
                [.text(row.subject.rawValue), .code(row.call), .text(row.error)]
                    + FaultOutcome.allCases.map { outcome in
                        row.outcomes[outcome].map { .count($0) } ?? .empty
                    } + [.text(row.ends.list)]
            })
    }

    private static func deviations(_ map: FaultMap) -> [Block] {
        let rows = map.results.filter { $0.outcome == .deviated }.map { result -> [Cell] in
            [
                .code(result.point.description),
                .text(result.deviations.joined(separator: "; ")),
            ]
        }
        guard !rows.isEmpty else { return [] }
        return [
            .paragraph([
                .text("Not as documented; "), .code("weld-gates faultmap --point NAME"),
                .text(" makes one again."),
            ]),
            .table(Table([.left("Point"), .left("Not as documented")], rows: rows)),
        ]
    }
}

extension FaultOutcome {
    /// The heading of its column.
    fileprivate var title: String {
        switch self {
        case .wentOn: "Went on"
        case .replaced: "Replaced"
        case .ended: "Ended"
        case .deviated: "Deviated"
        case .missed: "Missed"
        }
    }
}

extension [String] {
    fileprivate var list: String { joined(separator: ", ") }
}
