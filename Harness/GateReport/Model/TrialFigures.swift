import GateKit

/// Figures of trials rather than of samples, found by how series are named: a gate that names its
/// own likewise has them without a line here
/// (report.md#figures-inline-svg-drawn-by-us-no-chart-library).
enum TrialFigures {
    /// Returns the stages of each trial as a waterfall.
    ///
    /// Of `g4.phase.idle`, `g4.detect.idle` and `g4.recover.idle` the phase is `idle`, and `detect`
    /// and `recover` are moments since the trial began.
    static func waterfall(_ gate: GateID, _ attempts: [AttemptReport]) -> [Block] {
        var stages: [String] = []
        var rows: [Figure.Waterfall.Row] = []
        for made in attempts where made.judgements.contains(where: { $0.gate == gate }) {
            let beginning = gate.rawValue.lowercased() + "."
            let own = made.series.filter { $0.metric.hasPrefix(beginning) }
            let phases = own.compactMap { $0.metric.ending(after: beginning + "phase.") }
            for phase in phases {
                rows += trials(phase, of: made, own, beginning, &stages)
            }
        }
        guard stages.count > 1, !rows.isEmpty else { return [] }
        let count = rows.count
        (stages, rows) = inOrder(stages, rows)
        rows.sort { ($1.length, $0.name) < ($0.length, $1.name) }
        rows = Array(rows.prefix(mostRows))
        let shown = count > rows.count ? "the \(rows.count) longest of \(count)" : "\(count)"
        return [
            .figure(
                Figure(
                    address: "figure-\(gate.rawValue.lowercased())-stages",
                    title: "\(gate.rawValue): what happened when, \(shown) trials, longest first",
                    drawing: .waterfall(
                        .init(unit: .nanoseconds, stages: stages, rows: rows))))
        ]
    }

    private static let mostRows = 60

    /// Returns the stages in the order in which trials reach them, by the middle trial of each.
    private static func inOrder(
        _ stages: [String], _ rows: [Figure.Waterfall.Row]
    ) -> ([String], [Figure.Waterfall.Row]) {
        let middles = stages.indices.map { stage -> Double in
            let moments = rows.compactMap { $0.moments[stage] }.sorted()
            return moments.isEmpty ? 0 : moments[moments.count / 2]
        }
        let order = stages.indices.sorted { (middles[$0], $0) < (middles[$1], $1) }
        let places = Dictionary(
            order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let ordered = rows.map { row in
            Figure.Waterfall.Row(
                name: row.name,
                moments: Dictionary(
                    row.moments.map { (places[$0.key] ?? $0.key, $0.value) },
                    uniquingKeysWith: { first, _ in first }))
        }
        return (order.map { stages[$0] }, ordered)
    }

    private static func trials(
        _ phase: String, of made: AttemptReport, _ own: [SeriesSummary], _ beginning: String,
        _ stages: inout [String]
    ) -> [Figure.Waterfall.Row] {
        var trials: [Figure.Waterfall.Row] = []
        for series in own where series.unit == .nanoseconds {
            guard let name = series.metric.ending(after: beginning),
                name.hasSuffix("." + phase), let shape = series.shape,
                shape.count == shape.course.count
            else { continue }
            let stage = String(name.dropLast(phase.count + 1))
            guard stage != "phase" else { continue }
            let number = stages.firstIndex(of: stage) ?? stages.endIndex
            if number == stages.endIndex { stages.append(stage) }
            for (index, stretch) in shape.course.enumerated() {
                if trials.count <= index {
                    let ordinal = index > 0 ? " \(index + 1)" : ""
                    let replicate =
                        made.attempt.plan.ordinal > 1
                        ? ", replicate \(made.attempt.plan.ordinal)" : ""
                    trials.append(.init(name: phase + ordinal + replicate, moments: [:]))
                }
                trials[index].moments[number] = stretch.highest
            }
        }
        return trials
    }

    /// Returns how often each kind of a thing was provoked, by whom.
    ///
    /// Of `fuzz.provoked-runtime-badMagic` the kind is `badMagic` and `runtime` the part.
    static func provoked(_ gate: GateID, _ attempts: [AttemptReport]) -> [Block] {
        var parts: [String] = []
        var rows: [Figure.Bars.Row] = []
        for made in attempts where made.judgements.contains(where: { $0.gate == gate }) {
            for series in made.series {
                guard let range = series.metric.firstRange(of: ".provoked-") else { continue }
                let words = series.metric[range.upperBound...].split(separator: "-", maxSplits: 1)
                guard words.count == 2 else { continue }
                let part = parts.firstIndex(of: String(words[0])) ?? parts.endIndex
                if part == parts.endIndex {
                    parts.append(String(words[0]))
                    for index in rows.indices { rows[index].lengths.append(0) }
                }
                let name = String(words[1])
                let row = rows.firstIndex { $0.name == name } ?? rows.endIndex
                if row == rows.endIndex {
                    rows.append(.init(name: name, lengths: parts.map { _ in 0 }))
                }
                rows[row].lengths[part] += series.summary.mean * Double(series.summary.count)
            }
        }
        guard !rows.isEmpty else { return [] }
        return [
            .figure(
                Figure(
                    address: "figure-\(gate.rawValue.lowercased())-provoked",
                    title: "\(gate.rawValue): errors provoked, by kind and by who named them",
                    drawing: .bars(
                        .init(unit: .count, parts: parts.map { .init(name: $0) }, rows: rows))))
        ]
    }
}

extension Figure.Waterfall.Row {
    fileprivate var length: Double { moments.values.max() ?? 0 }
}

extension String {
    /// Returns what follows a beginning; nil where it does not begin so.
    fileprivate func ending(after beginning: String) -> String? {
        hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
    }
}
