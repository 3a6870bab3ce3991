import GateKit

/// The sabotages that were tried and what noticed them.
struct ControlsSection {
    let controls: [ControlResult]

    var markdown: String {
        let title = "## Controls\n\n"
        guard !controls.isEmpty else {
            return title + "No control was tried in this run: no GO of it is proven."
        }
        var table = MarkdownTable([
            ("Gate", .left), ("Sabotage", .left), ("Of", .left), ("Expected", .left),
            ("Observed", .left), ("Caught", .left),
        ])
        for result in controls {
            table.add([
                result.control.gate.rawValue, "`\(result.control.sabotage)`",
                result.control.subject.rawValue, result.expectedReason, result.observedReason,
                result.caught ? "yes" : "**\(result.verdict.rawValue)**",
            ])
        }
        let caught = controls.filter(\.caught).count
        return title + "\(caught) of \(controls.count) sabotages were caught for their own reason."
            + "\n\n" + table.markdown
    }
}
