import GateKit

/// Figures of what the host did to a run: what it took, when the judge's pulses felt it, and what was
/// set aside for it (report.md#figures-inline-svg-drawn-by-us-no-chart-library).
enum HostFigures {
    /// Returns the figures that there is something for.
    static func blocks(_ attempts: [AttemptReport]) -> [Block] {
        taken(attempts) + pulses(attempts) + setAside(attempts)
    }

    /// Returns how much of each attempt's time the host took.
    private static func taken(_ attempts: [AttemptReport]) -> [Block] {
        let rows = attempts.compactMap { made -> Figure.Bars.Row? in
            guard let loss = made.judgements.lazy.compactMap(\.hostLoss).first, loss.watched > 0
            else { return nil }
            return .init(name: name(made), lengths: [loss.taken])
        }
        guard !rows.isEmpty else { return [] }
        return [
            .figure(
                Figure(
                    address: "figure-host",
                    title: "Time that the host took, of each of \(rows.count) attempts",
                    drawing: .bars(
                        .init(
                            unit: .nanoseconds, parts: [.init(name: "taken by the host")],
                            rows: rows))))
        ]
    }

    /// Returns which pulses of each attempt were late, from its first to its last.
    private static func pulses(_ attempts: [AttemptReport]) -> [Block] {
        let lanes = attempts.compactMap { made -> Figure.Lanes.Lane? in
            made.pulses.map {
                .init(name: name(made), count: $0.count, bad: $0.late, places: $0.places)
            }
        }
        guard !lanes.isEmpty else { return [] }
        let count = lanes.reduce(0) { $0 + $1.count }
        return [
            .figure(
                Figure(
                    address: "figure-host-pulses",
                    title: "\(NumberFormat.count(count)) pulses of the judge: which came late, "
                        + "or were slowed, and when in each attempt",
                    drawing: .lanes(.init(word: "late", lanes: lanes))))
        ]
    }

    /// Returns the checks of which samples were set aside, each with the share that was.
    private static func setAside(_ attempts: [AttemptReport]) -> [Block] {
        let rows = attempts.flatMap { made in
            made.judgements.flatMap(\.checks).compactMap { result -> Figure.Bars.Row? in
                guard let aside = result.reason.setAside, aside.total > 0 else { return nil }
                let share = Double(aside.count) / Double(aside.total)
                return .init(
                    name: "\(result.check.id), \(name(made))", lengths: [1 - share, share])
            }
        }
        guard !rows.isEmpty else { return [] }
        return [
            .figure(
                Figure(
                    address: "figure-host-set-aside",
                    title: "Share of the samples that was set aside for the host, "
                        + "of \(rows.count) checks that lost any",
                    drawing: .bars(
                        .init(
                            unit: .ratio,
                            parts: [
                                .init(name: "judged", tone: .good),
                                .init(name: "set aside", tone: .doubtful),
                            ], rows: rows))))
        ]
    }

    private static func name(_ made: AttemptReport) -> String {
        "\(made.attempt.plan.procedure) \(made.attempt.plan.ordinal)"
    }
}
