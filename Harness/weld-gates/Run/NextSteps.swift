import Foundation
import GateKit
import GateStore

/// What to do next, for somebody who said nothing: a few lines that follow from what is stored.
struct NextSteps {
    /// The lines, each with its line feed.
    let text: String

    /// Looks at the store; one that is missing or cannot be read is said in a line.
    init(store options: StoreOptions) {
        let named = options.words.isEmpty ? "" : " " + ShellWords.line(options.words)
        var steps: [(command: String, why: String)] = []
        if FileManager.default.fileExists(atPath: options.path) {
            do throws(StoreError) {
                let store = try GateStore.openReadOnly(path: options.path)
                steps = Self.steps(try store.matrix(), named)
            } catch {
                steps = [("weld-gates verify\(named)", "the store: \(error.description)")]
            }
        } else {
            steps = [
                ("weld-gates doctor", "what this machine lacks"),
                ("weld-gates --all\(named)", "every gate, about 75 seconds"),
            ]
        }
        steps.append(("weld-gates --help", "everything else"))
        let width = steps.map(\.command.count).max() ?? 0
        text =
            (["", "What to do next:"]
            + steps.map { step in
                "  \(step.command.padding(toLength: width, withPad: " ", startingAt: 0))  \(step.why)"
            }).map { PrintableText.line($0) + "\n" }.joined()
    }

    /// After a run: what is not GO is explained, what is GO is looked at for longer.
    private static func steps(
        _ cells: [MatrixCell], _ store: String
    ) -> [(command: String, why: String)] {
        guard let newest = cells.map(\.runID).max() else {
            return [("weld-gates --all\(store)", "every gate: the store has no result yet")]
        }
        let open = cells.filter { ![.go, .pending, .skip].contains($0.result.verdict) }
            .sorted { $0.result.verdict.severity > $1.result.verdict.severity }
        let explained = open.prefix(3).map { cell in
            (
                "weld-gates explain \(cell.result.gate.rawValue)\(store)",
                "why it came out \(cell.result.shown) in run \(cell.runID)"
            )
        }
        let again =
            open.isEmpty
            ? (
                "weld-gates --all --profile ci\(store)",
                "all is GO; look for longer, about 10 minutes"
            )
            : ("weld-gates --all\(store)", "every gate once more, about 75 seconds")
        return explained + [
            again, ("weld-gates report --run \(newest)\(store)", "the newest run's report"),
        ]
    }
}
