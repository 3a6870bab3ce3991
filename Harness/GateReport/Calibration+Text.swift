import GateKit

extension Calibration {
    /// Returns the calibration for a terminal, one line a figure, ending in a line feed.
    public func text() -> String {
        var lines = [
            "healthy      \(runs.count) runs, \(NumberFormat.significant(meanSeconds)) s each, "
                + "\(cells.count) cells: \(tally)",
            "false reds   \(falseRedText)",
        ]
        lines += Self.grouped(falseReds).map { "             \($0)" }
        lines.append(
            "undecided    \(count(.inconclusive)) of \(cells.count), "
                + NumberFormat.percent(undecidedShare))
        lines += Self.grouped(cells.filter { $0.verdict == .inconclusive })
            .map { "             \($0)" }
        lines += planted.map { planted in
            "planted      \(planted.fault): \(planted.gate.rawValue) red \(planted.red), undecided "
                + "\(planted.undecided), escaped \(planted.escaped), failed \(planted.failed), of "
                + "\(planted.tried)"
        }
        if let line = sensitivityText { lines.append("sensitivity  \(line)") }
        lines.append(
            "fit          " + (isFit ? "yes" : "no: " + complaints.joined(separator: ", ")))
        return lines.map { "\($0)\n" }.joined()
    }

    private var tally: String {
        [Verdict.go, .inconclusive, .noGo, .blind, .error].map { "\(count($0)) \($0.rawValue)" }
            .joined(separator: ", ")
    }

    private var falseRedText: String {
        guard let bound = falseRedBound else { return "\(falseReds.count) of \(cells.count) cells" }
        return "0 of \(cells.count) cells: rate < \(NumberFormat.percent(bound)) at 95 %"
    }

    private var sensitivityText: String? {
        if let noSensitivity { return "none: \(noSensitivity)" }
        guard let found = sensitivity else { return nil }
        return "\(found.gate.rawValue) would have caught "
            + "+\(NumberFormat.figure(Double(found.slowdown), .nanoseconds)) (\(found.check)): "
            + "\(found.rejected) of \(found.tried) rejected, missed rate < "
            + "\(NumberFormat.percent(1 - found.provenPower)) at 95 %"
    }

    /// Returns the gates with their reasons, each once with how often it was seen, in their order.
    private static func grouped(_ results: [GateResult]) -> [String] {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for result in results.sorted(by: { $0.gate < $1.gate }) {
            let text =
                "\(result.gate.rawValue) \(result.verdict.rawValue): "
                + CellWords.reason(result)
            if counts.updateValue(counts[text, default: 0] + 1, forKey: text) == nil {
                order.append(text)
            }
        }
        return order.map { text in
            let count = counts[text] ?? 1
            return count == 1 ? text : "\(text) (\(count) times)"
        }
    }

    // MARK: - The table of hosts

    /// Returns the cells of a row of `results/hosts.md` that this host has filled, as Markdown.
    public func row(_ host: String) -> String {
        let causes = [
            "\(undecided(.host)) host", "\(undecided(.capacity)) capacity",
            "\(undecided(nil)) other",
        ]
        let reds = ["\(falseReds.count)"] + Self.grouped(falseReds)
        let faults = planted.map { planted in
            "\(planted.fault) \(planted.red)/\(planted.undecided)/\(planted.escaped)"
                + (planted.failed > 0 ? " (\(planted.failed) failed)" : "")
        }
        let cells = [
            host, "\(runs.count)", "\(count(.go))", causes.joined(separator: ", "),
            "\(count(.noGo))", "\(count(.blind))", "\(count(.error))",
            reds.joined(separator: "; "), NumberFormat.percent(undecidedShare),
            NumberFormat.significant(meanSeconds), faults.joined(separator: ", "),
        ]
        return "| " + cells.map(Markdown.escaped).joined(separator: " | ") + " |"
    }
}

/// A calibration as one JSON document (`calibrate --json`).
public struct CalibrationSummary: Codable, Sendable {
    /// A cell that is no GO.
    public struct Cell: Codable, Sendable {
        var run: Int
        var gate: GateID
        var verdict: Verdict
        var cause: Cause?
        var reason: String
    }

    var runs: Int
    var cells: Int
    var verdicts: [String: Int]
    var undecided: [String: Int]
    var undecidedShare: Double
    var falseReds: Int
    var falseRedBound: Double?
    var secondsEach: [Double]
    var notGo: [Cell]
    var planted: [Calibration.Planted]
    var sensitivity: SensitivityResult?
    var noSensitivity: String?
    var isFit: Bool
    var complaints: [String]

    /// Takes over every figure.
    public init(_ calibration: Calibration) {
        let verdicts = [Verdict.go, .inconclusive, .noGo, .blind, .error]
        runs = calibration.runs.count
        cells = calibration.cells.count
        self.verdicts = Dictionary(
            uniqueKeysWithValues: verdicts.map { ($0.rawValue, calibration.count($0)) })
        undecided = [
            "host": calibration.undecided(.host), "capacity": calibration.undecided(.capacity),
            "other": calibration.undecided(nil),
        ]
        undecidedShare = calibration.undecidedShare
        falseReds = calibration.falseReds.count
        falseRedBound = calibration.falseRedBound
        secondsEach = calibration.seconds
        notGo = calibration.runs.enumerated().flatMap { index, results in
            results.filter { $0.verdict != .go }.map {
                Cell(
                    run: index + 1, gate: $0.gate, verdict: $0.verdict, cause: $0.cause,
                    reason: $0.sentence)
            }
        }
        planted = calibration.planted
        sensitivity = calibration.sensitivity
        noSensitivity = calibration.noSensitivity
        isFit = calibration.isFit
        complaints = calibration.complaints
    }
}
