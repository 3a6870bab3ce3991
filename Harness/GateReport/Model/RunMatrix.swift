import GateKit

/// The matrix that `weld-gates` prints at the end of a run.
enum RunMatrix {
    /// Returns one row a gate: verdict, headline figure, margin, controls, ambitions, and the reason
    /// of whatever is not a plain GO, in at most 25 words.
    ///
    /// - Parameter earlierNoGo: the newest earlier run of the same commit in which a gate was NO-GO.
    static func table(_ results: [GateResult], earlierNoGo: [GateID: Int64]) -> Table {
        Table(
            [
                .left("GATE"), .left("VERDICT"), .right("FIGURE"), .right("MARGIN"),
                .left("CONTROLS"), .left("AMBITION"), .left(""),
            ],
            rows: results.sorted { $0.gate < $1.gate }.map {
                row($0, earlierNoGo: earlierNoGo[$0.gate])
            })
    }

    private static func row(_ result: GateResult, earlierNoGo: Int64?) -> [Cell] {
        let isPlainGo = result.verdict == .go && !result.provisional
        let name = result.shown + (result.provisional ? " provisional" : "")
        let earlier = earlierNoGo.map { "NO-GO earlier on this commit: run \($0)" }
        let room = CellWords.limit - CellWords.count(earlier ?? "")
        let words = isPlainGo ? nil : CellWords.reasonAndShortfall(result, limit: room)
        let reason = [words, earlier].compactMap(\.self)
        return [
            .text("\(result.gate.rawValue) \(result.gate.title)"), .verdict(result.verdict, name),
            result.headlineUnit.map { .figure(result.headlineValue, $0) } ?? .empty,
            .margin(result.margin),
            result.verdict == .pending
                ? .empty : .text(result.controls),
            result.ambitionsAsked == 0
                ? .empty : .text("\(result.ambitionsHeld)/\(result.ambitionsAsked)"),
            .text(reason.joined(separator: "; ")),
        ]
    }
}
