import GateKit

/// Figures of what happened when, found by how series are named, as ``SeriesShape/isDrawn(_:_:)``
/// says (report.md#figures-inline-svg-drawn-by-us-no-chart-library).
enum SecondFigures {
    /// Returns how much of each thing there was, second by second, a figure for each attempt.
    ///
    /// `fuzz.valid-frames-a-second` is shown as `valid frames`, `fuzz.connections` as `connections`.
    static func rates(_ gate: GateID, _ attempts: [AttemptReport]) -> [Block] {
        of(gate, attempts).compactMap { made -> Block? in
            let lines = made.series.compactMap { series -> Figure.Rates.Line? in
                guard SeriesShape.isRate(series.metric), let shape = series.shape else {
                    return nil
                }
                let name = String(series.metric.split(separator: ".").last ?? "")
                return .init(
                    name: name.replacing("-a-second", with: "").replacing("-", with: " "),
                    seconds: shape.count, course: shape.course)
            }
            guard let seconds = lines.map(\.seconds).max() else { return nil }
            let ordinal = made.attempt.plan.ordinal
            return .figure(
                Figure(
                    address: "figure-\(gate.rawValue.lowercased())-rates"
                        + (ordinal > 1 ? "-\(ordinal)" : ""),
                    title: "\(gate.rawValue): what passed in each of "
                        + "\(NumberFormat.count(seconds)) seconds"
                        + (ordinal > 1 ? " of replicate \(ordinal)" : ""),
                    drawing: .rates(.init(lines: lines))))
        }
    }

    /// Returns how much of something there was from the first to the last look, a figure for each
    /// attempt.
    ///
    /// `fuzz.heap-over-time.runtime` is the curve `runtime` of `heap`.
    static func held(_ gate: GateID, _ attempts: [AttemptReport]) -> [Block] {
        of(gate, attempts).compactMap { made -> Block? in
            let found = made.series.filter { SeriesShape.isOverTime($0.metric) }
            let curves = found.compactMap { series -> Figure.Curve? in
                guard let shape = series.shape else { return nil }
                let name = String(series.metric.split(separator: ".").last ?? "")
                return .init(name: name, shape: shape, isFloor: false, marks: [])
            }
            guard let first = found.first, !curves.isEmpty else { return nil }
            let what = first.metric.split(separator: ".").first { $0.hasSuffix("-over-time") }
            let looks = curves.reduce(0) { $0 + $1.shape.count }
            let ordinal = made.attempt.plan.ordinal
            return .figure(
                Figure(
                    address: "figure-\(gate.rawValue.lowercased())-held"
                        + (ordinal > 1 ? "-\(ordinal)" : ""),
                    title:
                        "\(gate.rawValue): \(what?.dropLast("-over-time".count) ?? "what was held"), "
                        + "\(NumberFormat.count(looks)) looks in the order taken"
                        + (ordinal > 1 ? ", replicate \(ordinal)" : ""),
                    drawing: .course(.init(unit: first.unit, curves: curves, limits: []))))
        }
    }

    /// Returns which pictures were torn at each place, and of how many that is said.
    ///
    /// `viewport.torn.shared` is the lane `shared`, `viewport.draw.torn` the lane `draw`.
    static func torn(_ gate: GateID, _ attempts: [AttemptReport]) -> [Block] {
        let made = of(gate, attempts)
        let lanes = made.flatMap { made in
            made.series.compactMap { series -> Figure.Lanes.Lane? in
                guard SeriesShape.isTorn(series.metric), let shape = series.shape else {
                    return nil
                }
                let name = series.metric.split(separator: ".").last { $0 != "torn" } ?? ""
                let ordinal = made.attempt.plan.ordinal
                let length = Double(max(1, shape.course.count))
                return .init(
                    name: name + (ordinal > 1 ? ", replicate \(ordinal)" : ""),
                    count: shape.count,
                    // Of numbers that a store may hold anything in.
                    bad: Int(
                        exactly: (series.summary.mean * Double(series.summary.count)).rounded())
                        ?? 0,
                    places: shape.course.enumerated().filter { $0.element.highest > 0 }
                        .map { (Double($0.offset) + 0.5) / length })
            }
        }
        .sorted { place($0) < place($1) }
        guard !lanes.isEmpty else { return [] }
        let count = lanes.reduce(0) { $0 + $1.count }
        return [
            .figure(
                Figure(
                    address: "figure-\(gate.rawValue.lowercased())-torn",
                    title: "\(gate.rawValue): torn pictures of \(NumberFormat.count(count)), "
                        + "in the order in which each place saw them",
                    drawing: .lanes(.init(word: "torn", lanes: lanes))))
        ]
    }

    /// Pictures go from the first of these to the last; parts of the attempt come after them.
    private static func place(_ lane: Figure.Lanes.Lane) -> (Int, String) {
        let places = ["shared", "presented", "composited"]
        return (places.firstIndex { lane.name.hasPrefix($0) } ?? places.count, lane.name)
    }

    private static func of(_ gate: GateID, _ attempts: [AttemptReport]) -> [AttemptReport] {
        attempts.filter { $0.judgements.contains { $0.gate == gate } }
    }
}
