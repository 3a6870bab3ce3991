import ArgumentParser
import GateKit
import GateStore

/// Shows what can be asked, and what was answered last.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the gates, their procedures and controls, and their newest verdicts.")

    @OptionGroup var store: StoreOptions

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        let entries = GateEntry.all(newest: newestResults())
        print(json ? JSONText.of(entries) : entries.map(\.text).joined(separator: "\n"))
    }

    /// The newest cell of each gate, as far as there is a store that can be read.
    private func newestResults() -> [MatrixCell] {
        guard let store = try? GateStore.read(store.path) else { return [] }
        return (try? store.matrix()) ?? []
    }
}

/// One gate of the list.
struct GateEntry: Codable {
    var gate: GateID
    var title: String
    var question: String
    /// Why it cannot be run yet; nil where it can.
    var pending: String?
    var procedures: [String]
    var controls: [String]
    /// The newest verdict in the store; nil without one.
    var verdict: Verdict?

    static func all(newest cells: [MatrixCell]) -> [GateEntry] {
        Catalogue.declarations.map { declaration in
            let mine = Catalogue.procedures.filter { $0.gates.contains(declaration.id) }
            return GateEntry(
                gate: declaration.id, title: declaration.id.title, question: declaration.question,
                pending: declaration.pendingReason, procedures: mine.map(\.name),
                controls: mine.flatMap(\.controls).filter { $0.gate == declaration.id }
                    .map(\.sabotage),
                verdict: cells.filter { $0.result.gate == declaration.id }
                    .max { $0.runID < $1.runID }?.result.verdict)
        }
    }

    /// The gate in a few lines.
    var text: String {
        var lines = ["\(gate.rawValue)  \(title)", "    \(question)"]
        if let pending { lines.append("    status: PENDING, \(pending)") }
        if !procedures.isEmpty {
            lines.append("    procedures: \(procedures.joined(separator: ", "))")
        }
        if !controls.isEmpty { lines.append("    controls: \(controls.joined(separator: ", "))") }
        if pending == nil {
            lines.append("    newest verdict: \(verdict?.rawValue ?? "none yet")")
        }
        return lines.joined(separator: "\n")
    }
}
