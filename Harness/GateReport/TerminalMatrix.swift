public import GateKit

/// The matrix that `weld-gates` prints at the end of a run.
public enum TerminalMatrix {
    /// Returns one line a gate: verdict, headline figure, margin, controls, and the reason of
    /// whatever is not a plain GO.
    ///
    /// - Parameter style: decorates a verdict's padded text, for a caller that has colours.
    public static func render(
        _ results: [GateResult], style: (Verdict, String) -> String = { $1 }
    ) -> String {
        let rows = results.sorted { $0.gate < $1.gate }.map(Row.init)
        let titles = Row(
            gate: "GATE", verdict: "VERDICT", figure: "FIGURE", margin: "MARGIN",
            controls: "CONTROLS", reason: "")
        let all = [titles] + rows
        func width(_ column: (Row) -> String) -> Int { all.map { column($0).count }.max() ?? 0 }
        let widths = (
            gate: width(\.gate), verdict: width(\.verdict), figure: width(\.figure),
            margin: width(\.margin), controls: width(\.controls)
        )
        func line(_ row: Row, _ decorate: (String) -> String) -> String {
            let cells = [
                padded(row.gate, widths.gate), decorate(padded(row.verdict, widths.verdict)),
                padded(row.figure, widths.figure, left: true),
                padded(row.margin, widths.margin, left: true),
                padded(row.controls, widths.controls), row.reason,
            ]
            var text = Substring(cells.joined(separator: "  "))
            while text.last == " " { text = text.dropLast() }
            return String(text)
        }
        let lines =
            [line(titles) { $0 }]
            + zip(rows, results.sorted { $0.gate < $1.gate }).map { row, result in
                line(row) { style(result.verdict, $0) }
            }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? space + text : text + space
    }
}

/// The texts of one line.
private struct Row {
    var gate: String
    var verdict: String
    var figure: String
    var margin: String
    var controls: String
    var reason: String
}

extension Row {
    init(_ result: GateResult) {
        let isPlainGo = result.verdict == .go && !result.provisional
        gate = "\(result.gate.rawValue) \(result.gate.title)"
        verdict = result.verdict.rawValue + (result.provisional ? " provisional" : "")
        figure =
            result.headlineValue.flatMap { value in
                result.headlineUnit.map { NumberFormat.figure(value, $0) }
            } ?? ""
        margin = NumberFormat.margin(result.margin)
        controls =
            result.verdict == .pending ? "" : "\(result.controlsCaught)/\(result.controlsTried)"
        reason = isPlainGo ? "" : result.reason
    }
}
