public import GateKit

/// Eight heights of a block, for a row of figures on a terminal.
enum Sparkline {
    private static let heights = Array("▁▂▃▄▅▆▇█")

    /// Returns a character a value, or a stretch of values by its largest where there are more than
    /// fit: an outlier is never hidden.
    static func of(_ values: [Double], width: Int = 40) -> String {
        let values = values.filter(\.isFinite)
        guard let lowest = values.min(), let highest = values.max(), width > 0 else { return "" }
        let length = (values.count + width - 1) / width
        let columns = stride(from: 0, to: values.count, by: length).map { start in
            values[start..<min(start + length, values.count)].max() ?? lowest
        }
        return String(
            columns.map { value in
                // Halved, because the distance of two numbers may be none.
                let span = highest / 2 - lowest / 2
                guard span > 0 else { return heights[0] }
                let part = (value / 2 - lowest / 2) / span
                return heights[min(heights.count - 1, Int(part * Double(heights.count)))]
            })
    }
}

extension CheckHistory {
    /// The history in a few lines: what, its course, its figures, each change.
    public var text: String {
        func figure(_ value: Double) -> String { NumberFormat.figure(value, unit) }
        let values = points.map(\.value)
        let sorted = SortedSamples(values)
        let limit =
            threshold.map { threshold in
                let figure = NumberFormat.figure(threshold, unit, exact: true)
                return "asked \(comparison?.rawValue ?? "") \(figure)"
            }
        let figures = [
            "\(points.count) \(points.count == 1 ? "run" : "runs")",
            values.last.map { "last \(figure($0))" },
            sorted.quantile(0.5).map { "median \(figure($0))" },
            values.min().map { "from \(figure($0))" }, values.max().map { "to \(figure($0))" },
            limit, bounds(sorted).map { "95 % of medians \($0)" },
        ].compactMap(\.self)
        let name = check.isEmpty ? gate.rawValue : "\(gate.rawValue) \(check)"
        var lines = [
            "\(name)  \(group.description)", "    \(Sparkline.of(values))",
            "    \(figures.joined(separator: ", "))",
        ]
        lines += changes.map { change in
            let point = points[change.index]
            let commit = point.commit.map { ", commit \($0.prefix(12))" } ?? ""
            return "    changed at run \(point.run)\(commit): \(figure(change.before)) -> "
                + "\(figure(change.after)) (p \(NumberFormat.significant(change.chance)))"
        }
        if let reset { lines.append("    counted anew by \(reset.who): \(reset.why)") }
        return lines.map(PrintableText.line).joined(separator: "\n")
    }

    /// Between which figures the true median lies; nil for too few runs.
    private func bounds(_ sorted: SortedSamples) -> String? {
        guard let value = BoundedValue(sorted, p: 0.5), let lower = value.lower,
            let upper = value.upper
        else { return nil }
        return "\(NumberFormat.figure(lower, unit)) ... \(NumberFormat.figure(upper, unit))"
    }
}

extension RunComparison {
    /// What moved, a line a check, and how many did not.
    public var text: String {
        let moved = checks.filter(\.hasMoved)
        let still = checks.count - moved.count
        var lines = moved.map(\.text)
        lines.append(
            "\(moved.count) of \(checks.count) checks moved from run \(before) to run \(after), "
                + "\(still) did not")
        if !unmatched.isEmpty {
            lines.append("without a figure in one of them: \(unmatched.joined(separator: ", "))")
        }
        if isDisturbed {
            let shares = [(before, hostBefore), (after, hostAfter)].map { run, share in
                "\(Int(((share ?? 0) * 100).rounded())) % of run \(run)'s time"
            }
            lines.append(
                "the host took \(shares.joined(separator: " and ")), so times say little; weld-gates "
                    + "duel measures two commits side by side")
        }
        return lines.map(PrintableText.line).joined(separator: "\n")
    }
}

extension CheckMovement {
    fileprivate var text: String {
        func figure(_ value: Double) -> String { NumberFormat.figure(value, check.unit) }
        func spelled(_ value: BoundedValue) -> String {
            guard let lower = value.lower, let upper = value.upper else {
                return figure(value.value)
            }
            return "\(figure(value.value)) [\(figure(lower)) ... \(figure(upper))]"
        }
        let word =
            switch direction {
            case .better: "better"
            case .worse: "WORSE"
            case .within: "within bounds"
            case .unbounded: "one value a run"
            }
        let verdicts =
            verdictBefore == verdictAfter
            ? "" : ", \(verdictBefore.rawValue) -> \(verdictAfter.rawValue)"
        return "\(check.id)  \(spelled(before)) -> \(spelled(after)), \(word)\(verdicts)"
    }
}
