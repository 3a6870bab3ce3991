import GateKit

/// What the checks of a gate came to, run after run (report.md#history).
enum HistoryFigures {
    /// How many runs make a history.
    private static let fewestRuns = 3

    /// Returns a line for each check that was not the same in every run; nothing for fewer than three
    /// runs that can be compared.
    static func sparklines(_ gate: GateID, _ histories: [CheckHistory]) -> [Block] {
        let own = histories.filter { $0.gate == gate && $0.points.count >= fewestRuns }
        let moving = own.filter { history in
            history.points.contains { $0.value != history.points[0].value }
        }
        guard let runs = own.map(\.points.count).max(), !moving.isEmpty else { return [] }
        let same = own.count - moving.count
        let changes = moving.reduce(0) { $0 + $1.changes.count }
        let words = [
            "\(gate.rawValue): what \(moving.count) checks came to in the newest \(runs) runs that can "
                + "be compared, the newest on the right",
            same > 0 ? "\(same) more came to the same in each" : nil,
            changes == 0
                ? "nothing changed for good" : "\(changes) changed for good where the bars are",
        ].compactMap(\.self)
        return [
            .figure(
                Figure(
                    address: "figure-\(gate.rawValue.lowercased())-history",
                    title: words.joined(separator: "; "),
                    drawing: .sparklines(
                        .init(
                            rows: moving.map { history in
                                .init(
                                    name: history.check, unit: history.unit,
                                    runs: history.points.map(\.run),
                                    values: history.points.map(\.value), changes: history.changes)
                            }))))
        ]
    }
}
