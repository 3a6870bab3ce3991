public import GateKit

/// The matrix that `weld-gates` prints at the end of a run.
public enum TerminalMatrix {
    /// Returns one line a gate: verdict, headline figure, margin, controls, ambitions, and the reason of
    /// whatever is not a plain GO.
    ///
    /// - Parameters:
    ///   - earlierNoGo: the newest earlier run of the same commit in which a gate was NO-GO.
    ///   - style: decorates a verdict's padded text, for a caller that has colours.
    public static func render(
        _ results: [GateResult], earlierNoGo: [GateID: Int64] = [:],
        style: (Verdict, String) -> String = { $1 }
    ) -> String {
        let results = results.sorted { $0.gate < $1.gate }
        let rows =
            [TerminalRow.titles]
            + results.map {
                TerminalRow($0, earlierNoGo: earlierNoGo[$0.gate])
            }
        let widths = TerminalRow.columns.map { column in
            rows.map { $0[keyPath: column].count }.max() ?? 0
        }
        let verdicts = [nil] + results.map { Optional($0.verdict) }
        return zip(rows, verdicts).map { row, verdict in
            row.line(widths: widths) { text in verdict.map { style($0, text) } ?? text }
        }.joined()
    }
}

/// The texts of one line.
private struct TerminalRow {
    var gate = "GATE"
    var verdict = "VERDICT"
    var figure = "FIGURE"
    var margin = "MARGIN"
    var controls = "CONTROLS"
    var ambitions = "AMBITION"
    /// Ends the line, so that its length moves nothing.
    var reason = ""

    static let titles = TerminalRow()

    /// The columns that are padded; figures and margins stand on the right.
    static var columns: [KeyPath<TerminalRow, String>] {
        [\.gate, \.verdict, \.figure, \.margin, \.controls, \.ambitions]
    }

    func line(widths: [Int], style: (String) -> String) -> String {
        var cells = zip(Self.columns, widths).map { column, width in
            let text = self[keyPath: column]
            let space = String(repeating: " ", count: width - text.count)
            let isNumber = column == \.figure || column == \.margin
            let padded = isNumber ? space + text : text + space
            return column == \.verdict ? style(padded) : padded
        }
        cells.append(reason)
        var line = Substring(cells.joined(separator: "  "))
        while line.last == " " { line = line.dropLast() }
        return line + "\n"
    }
}

extension TerminalRow {
    init(_ result: GateResult, earlierNoGo: Int64?) {
        let isPlainGo = result.verdict == .go && !result.provisional
        let value = result.headlineValue
        gate = "\(result.gate.rawValue) \(result.gate.title)"
        verdict = result.shown + (result.provisional ? " provisional" : "")
        figure =
            result.headlineUnit.flatMap { unit in
                value.map { NumberFormat.figure($0, unit) }
            } ?? ""
        margin = NumberFormat.margin(result.margin)
        controls =
            result.verdict == .pending ? "" : "\(result.controlsCaught)/\(result.controlsTried)"
        ambitions =
            result.ambitionsAsked == 0 ? "" : "\(result.ambitionsHeld)/\(result.ambitionsAsked)"
        let earlier = earlierNoGo.map { "NO-GO earlier on this commit: run \($0)" }
        reason = [isPlainGo ? nil : result.reason, earlier].compactMap(\.self)
            .joined(separator: "; ")
    }
}
