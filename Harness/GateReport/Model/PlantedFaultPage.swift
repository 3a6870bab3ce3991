import GateKit

/// What came of planting faults into the subject, as `results/mutants.md` keeps it
/// (credibility.md#figures).
///
/// The file's rows name module and outcome in their second and fifth cells; what is no such row is
/// left alone.
struct PlantedFaultPage {
    private struct Row {
        var name: String
        var module: String
        var kind: String
        var expected: String
        var outcome: String

        /// What the outcome begins with: `caught`, `escaped`, `undecided`, `does not build`.
        var part: String {
            PlantedFaultPage.parts.first { outcome.hasPrefix($0.name) }?.name ?? outcome
        }
    }

    private static let parts: [Figure.Bars.Part] = [
        .init(name: "caught", tone: .good), .init(name: "undecided", tone: .doubtful),
        .init(name: "escaped", tone: .bad), .init(name: "does not build", tone: nil),
    ]

    /// Returns the score, a figure by module, and each fault that was not caught; nothing where the
    /// file has no row.
    static func blocks(_ note: Note?) -> [Block] {
        let rows = note.map { Self.rows($0.text) } ?? []
        guard let note, !rows.isEmpty else { return [] }
        let caught = rows.count { $0.part == "caught" }
        return [
            .heading(level: 2, "Planted faults"),
            .paragraph([
                .text(
                    "\(NumberFormat.count(caught)) of \(NumberFormat.count(rows.count)) faults that "
                        + "were planted into the subject, one at a time, were caught. From "),
                .code(note.name), .text(", not from this run."),
            ]),
            .figure(figure(rows)),
        ]
            + Details.block(
                "Faults that were not caught", table(rows.filter { $0.part != "caught" }).block)
    }

    private static func figure(_ rows: [Row]) -> Figure {
        let shown = parts.filter { part in rows.contains { $0.part == part.name } }
        var modules: [String] = []
        for row in rows where !modules.contains(row.module) { modules.append(row.module) }
        return Figure(
            address: "figure-planted-faults",
            title: "What came of \(NumberFormat.count(rows.count)) planted faults, by module",
            drawing: .bars(
                .init(
                    unit: .count, parts: shown,
                    rows: modules.map { module in
                        let own = rows.filter { $0.module == module }
                        return .init(
                            name: module,
                            lengths: shown.map { part in
                                Double(own.count { $0.part == part.name })
                            })
                    })))
    }

    private static func table(_ rows: [Row]) -> Table {
        Table(
            [.left("Fault"), .left("Module"), .left("Kind"), .left("Expected"), .left("Outcome")],
            rows: rows.map {
                [
                    .code($0.name), .text($0.module), .text($0.kind), .text($0.expected),
                    .text($0.outcome),
                ]
            })
    }

    private static func rows(_ text: String) -> [Row] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingSpaces }
            // Before the first and after the last bar there is nothing.
            guard cells.count == 10, cells[0].isEmpty, cells[9].isEmpty, !cells[1].isEmpty,
                parts.contains(where: { cells[5].hasPrefix($0.name) })
            else { return nil }
            return Row(
                name: cells[1], module: cells[2], kind: cells[3], expected: cells[4],
                outcome: cells[5])
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var text = self
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
