import GateKit

extension Explanation {
    /// The explanation for a person: the verdict first, then what it rests on.
    ///
    /// Whatever others had to say in it is made printable, line by line.
    public var text: String {
        var lines = ["\(cell), run \(run) (\(profile.rawValue), \(hostClass))", sentence]
        for check in checks { lines += Self.lines(check) }
        lines += Self.section(
            "violations", violations.map { "attempt \($0.attempt): \($0.kind): \($0.text)" })
        lines += Self.section(
            "faults", faults.map { "attempt \($0.attempt): \($0.kind): \($0.text)" })
        lines += Self.section("host time", hostLines)
        lines += Self.section("controls", controls.map(Self.line))
        lines += Self.section("again", again)
        lines += Self.section(
            "kept", artefacts.map { "attempt \($0.attempt), \($0.name): \($0.path)" })
        return lines.map(PrintableText.line).joined(separator: "\n")
    }

    private static func section(_ title: String, _ lines: [String]) -> [String] {
        guard !lines.isEmpty else { return [] }
        return ["", title] + lines.map { "  \($0)" }
    }

    private var hostLines: [String] {
        let shares = hostTime.filter { $0.loss.taken > 0 }.map {
            "attempt \($0.attempt): it took \($0.loss.sentence)"
        }
        let aside = checks.compactMap { check in
            check.setAside.map {
                "attempt \(check.attempt): \($0.count) of \($0.total) samples of \(check.check) "
                    + "set aside" + ($0.nanoseconds.map { ", it took \(HostLoss.time($0))" } ?? "")
            }
        }
        let lines = shares + aside
        return lines.isEmpty && !hostTime.isEmpty ? ["it took nothing"] : lines
    }

    private static func lines(_ check: CheckAnswer) -> [String] {
        let figure =
            check.value.map { "\(check.statistic) \(NumberFormat.figure($0, check.unit))" }
            ?? "no figure"
        let limit =
            check.threshold.map { NumberFormat.figure($0, check.unit, exact: true) } ?? "no number"
        let bound = check.bound.map { ", bound \(NumberFormat.figure($0, check.unit))" } ?? ""
        return [
            "",
            "\(check.check) in attempt \(check.attempt): \(check.verdict.rawValue), \(figure) "
                + "\(check.comparison.rawValue) \(limit)\(bound), "
                + "\(NumberFormat.count(check.sampleCount)) samples",
            "  \(check.question): \(check.reason) (\(check.tier.rawValue), \(check.nature.rawValue))",
        ] + check.samples.map { "  \(line($0, check.unit))" }
            + ["  another verdict: \(check.change.sentence)"]
    }

    private static func line(_ sample: CheckAnswer.Sample, _ unit: MeasurementUnit) -> String {
        let time = sample.seconds.map {
            ", \(NumberFormat.time($0 * 1e9)) after the attempt began"
        }
        return "\(sample.role.rawValue): sample \(sample.index), "
            + NumberFormat.figure(sample.value, unit) + (time ?? "")
    }

    private static func line(_ control: ControlAnswer) -> String {
        let name = "\(control.sabotage) (\(control.subject.rawValue)) for \(control.check)"
        guard let verdict = control.verdict else { return "\(name): not tried in this run" }
        let place = control.attempt.map { " in attempt \($0)" } ?? ""
        let word = verdict == .go ? "caught by" : "\(verdict.rawValue),"
        return "\(name)\(place): \(word) \(control.observed ?? "nothing")"
    }
}
