import GateKit

/// The figures of a gate, drawn from whatever its checks are asked of: a new gate has its figures
/// without a line here.
enum FigurePages {
    /// Returns the figures of a gate: of each series of times or rates that a check asks for.
    static func figures(
        _ gate: GateID, _ attempts: [AttemptReport], on system: PlatformID
    ) -> [Block] {
        let shownBefore = Set(
            GateID.allCases.prefix { $0 != gate }.flatMap { metrics($0, attempts) })
        return metrics(gate, attempts).flatMap { metric -> [Block] in
            var plot = Figure.Curves(
                unit: .nanoseconds, curves: curves(metric, attempts),
                limits: limits(metric, gate, attempts))
            guard let unit = unit(metric, attempts), !plot.curves.isEmpty,
                // Once is enough where this gate asks nothing of it that a drawing shows.
                !shownBefore.contains(metric) || !plot.limits.isEmpty
            else { return [] }
            plot.unit = unit
            let alone = plot
            plot.curves += floors(metric, gate, attempts).flatMap { floor in
                curves(floor, attempts).prefix(1).map { curve in
                    var curve = curve
                    curve.name = floor
                    curve.isFloor = true
                    return curve
                }
            }
            plot.reference = Reference.figures(of: metric, on: system)
            let count = alone.curves.reduce(0) { $0 + $1.shape.count }
            let samples = "\(NumberFormat.count(count)) samples"
            let address = "figure-\(gate.rawValue.lowercased())-\(metric)"
            var figures = [
                Figure(
                    address: address, title: "\(metric), percentiles of \(samples)",
                    drawing: .percentiles(plot))
            ]
            if metric.hasPrefix(roundTrip), !shownBefore.contains(metric),
                count >= fewestOfACourse, plot.curves.allSatisfy({ !$0.shape.buckets.isEmpty })
            {
                figures.append(
                    Figure(
                        address: address + "-histogram",
                        title: "\(metric), how many of \(samples) took how long",
                        drawing: .histogram(plot)))
            }
            if alone.curves.contains(where: { $0.shape.count >= fewestOfACourse }) {
                figures.append(
                    Figure(
                        address: address + "-course",
                        title: "\(metric), \(samples) in the order taken",
                        drawing: .course(alone)))
            }
            return figures.map { .figure($0) }
        }
    }

    /// How the series of round trips begin; `floor.free` is the floor of `rtt.free`.
    private static let roundTrip = "rtt."
    private static let fewestOfACourse = 100
    private static let fewest = 5

    /// The series that the gate's checks of times and rates are asked of, in their order.
    private static func metrics(_ gate: GateID, _ attempts: [AttemptReport]) -> [String] {
        var seen: Set<String> = []
        return checks(gate, attempts).map(\.metric).filter { seen.insert($0).inserted }
    }

    private static func checks(_ gate: GateID, _ attempts: [AttemptReport]) -> [Check] {
        attempts.flatMap(\.judgements).filter { $0.gate == gate }.flatMap(\.checks).map(\.check)
            .filter { $0.unit != .count && $0.unit != .bytes && $0.tier != .sight }
    }

    private static func curves(_ metric: String, _ attempts: [AttemptReport]) -> [Figure.Curve] {
        let found = attempts.compactMap {
            made -> (plan: AttemptPlan, series: SeriesSummary, shape: SeriesShape)? in
            guard let series = made.series.first(where: { $0.metric == metric }),
                let shape = series.shape, shape.count >= fewest
            else { return nil }
            return (made.attempt.plan, series, shape)
        }
        let isOfOne = Set(found.map(\.plan.procedure)).count == 1
        return found.map { made in
            Figure.Curve(
                name: (isOfOne ? "replicate" : made.plan.procedure) + " \(made.plan.ordinal)",
                shape: made.shape, isFloor: false, marks: marks(made.series.summary))
        }
    }

    /// The percentiles that there are enough samples for: at least one is above each.
    private static func marks(_ summary: Summary) -> [Figure.Mark] {
        [("p50", 0.5, summary.p50), ("p99", 0.99, summary.p99), ("p99.9", 0.999, summary.p999)]
            .filter { Double(summary.count) * (1 - $0.1) >= 1 - 1e-9 }
            .map { Figure.Mark(name: $0.0, share: $0.1, value: $0.2) }
    }

    private static func unit(_ metric: String, _ attempts: [AttemptReport]) -> MeasurementUnit? {
        attempts.flatMap(\.series).first { $0.metric == metric }?.unit
    }

    /// What the series is judged by, each check once.
    private static func limits(
        _ metric: String, _ gate: GateID, _ attempts: [AttemptReport]
    ) -> [Figure.Limit] {
        var seen: Set<String> = []
        return checks(gate, attempts).compactMap { check in
            guard check.metric == metric, check.unit != .ratio, check.tier != .capacity,
                let share = check.statistic.share, seen.insert(check.id).inserted
            else { return nil }
            return Figure.Limit(
                name: check.id, value: check.threshold, share: share, decides: check.tier.decides)
        }
    }

    /// The floors that the series is compared with: those of a ratio, and by name the same placement's.
    private static func floors(
        _ metric: String, _ gate: GateID, _ attempts: [AttemptReport]
    ) -> [String] {
        var floors: [String] = []
        for check in checks(gate, attempts) where check.metric == metric {
            if case .percentileRatio(_, let floor) = check.statistic, !floors.contains(floor) {
                floors.append(floor)
            }
        }
        let sibling = metric.replacing(roundTrip, with: "floor.")
        return floors.isEmpty && sibling != metric ? [sibling] : floors
    }

    // MARK: - Controls

    /// Returns which check turned which sabotage red, gate by gate.
    static func controls(_ controls: [ControlResult]) -> [Block] {
        GateID.allCases.compactMap { gate -> Block? in
            let own = controls.filter { $0.control.gate == gate }
            guard !own.isEmpty else { return nil }
            var columns: [String] = []
            for result in own where !columns.contains(result.control.expectedCheck) {
                columns.append(result.control.expectedCheck)
            }
            let rows = own.map { result -> Figure.Grid.Row in
                let column = columns.firstIndex(of: result.control.expectedCheck) ?? 0
                return Figure.Grid.Row(
                    name: result.control.sabotage, marks: [column: mark(result)])
            }
            return .figure(
                Figure(
                    address: "figure-controls-\(gate.rawValue.lowercased())",
                    title:
                        "\(gate.rawValue): which check turned which of \(own.count) sabotages red",
                    drawing: .grid(.init(columns: columns, rows: rows))))
        }
    }

    private static func mark(_ result: ControlResult) -> Figure.Grid.Mark {
        switch result.verdict {
        case .go: .caught
        case .blind, .noGo: .missed
        case .inconclusive, .error, .skip, .pending: .undecided
        }
    }
}

extension Statistic {
    /// The share of the samples that a limit is asked of; nil of a count.
    fileprivate var share: Double? {
        switch self {
        case .percentile(let p): p
        case .maximum: 1
        case .minimum: 0
        case .percentileRatio, .sum, .count: nil
        }
    }
}
