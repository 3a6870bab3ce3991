import ArgumentParser
import Foundation
import GateKit
import GateStore

/// Shows what can be asked, and what was answered last.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the gates, their procedures and controls, and their newest verdicts.",
        discussion: """
            With --controls it lists every check that decides a verdict, with the controls that \
            must turn it red: an attempt each with a fault in a stub, by which the gate shows that \
            it would have said NO-GO.
            """)

    @OptionGroup var store: StoreOptions

    @Flag(help: "Check by check: the controls that must turn it red.")
    var controls = false

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        do throws(Failure) {
            try StandardOutput.say(try text())
        } catch {
            throw error.leave()
        }
    }

    private func text() throws(Failure) -> String {
        if controls {
            let rows = CheckEntry.all
            return json ? JSONText.of(rows) : CheckEntry.text(rows)
        }
        let entries = GateEntry.all(newest: try newestResults())
        return json ? JSONText.of(entries) : entries.map(\.text).joined(separator: "\n")
    }

    /// The newest cell of each gate; none before the first run, where no store was named.
    private func newestResults() throws(Failure) -> [MatrixCell] {
        let cells: [MatrixCell]
        let hasRuns: Bool
        do throws(StoreError) {
            let store = try GateStore.openReadOnly(path: store.path)
            hasRuns = try !store.runIDs().isEmpty
            cells = try store.matrix()
        } catch {
            let isFirst = error.kind == .noStore && store.path == StoreOptions.defaultPath
            if isFirst, !FileManager.default.fileExists(atPath: store.path) { return [] }
            throw Failure.store(error)
        }
        guard hasRuns else { throw Failure.noRun(in: store.path) }
        return cells
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
                    .max { ($0.finishedAt ?? 0, $0.runID) < ($1.finishedAt ?? 0, $1.runID) }?
                    .result.verdict)
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

/// A check that decides, and the controls that must turn it red.
struct CheckEntry: Codable {
    /// A sabotage that must violate the check.
    struct ControlEntry: Codable {
        var sabotage: String
        var subject: SubjectRole
    }

    var check: String
    var gate: GateID
    var tier: Tier
    var nature: Check.Nature
    var question: String
    var controls: [ControlEntry]

    /// Every check that decides a verdict in the longest profile.
    static var all: [CheckEntry] {
        let controls = Catalogue.procedures.flatMap(\.controls)
        return Catalogue.procedures.flatMap { procedure in
            procedure.rule(
                AttemptPlan(
                    procedure: procedure.name, gates: procedure.gates, profile: .full,
                    replicate: 0, seed: 0, scratchDirectory: "", editorPath: "", runtimePath: "",
                    deadlineSeconds: 0)
            ).decidingChecks
        }.map { check in
            CheckEntry(
                check: check.id, gate: check.gate, tier: check.tier, nature: check.nature,
                question: check.question,
                controls: controls.filter { $0.expectedCheck == check.id }
                    .map { ControlEntry(sabotage: $0.sabotage, subject: $0.subject) })
        }.sorted { ($0.gate, $0.check) < ($1.gate, $1.check) }
    }

    /// The checks as a table, and how many have a control.
    static func text(_ rows: [CheckEntry]) -> String {
        let width = rows.map(\.check.count).max() ?? 0
        let lines = rows.map { row in
            let controls = row.controls.map { "\($0.sabotage) (\($0.subject.rawValue))" }
            let name = row.check.padding(toLength: width, withPad: " ", startingAt: 0)
            let nature = row.nature.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
            return "\(name)  \(nature)  "
                + (controls.isEmpty ? "none" : controls.joined(separator: ", "))
        }
        let covered = rows.count { !$0.controls.isEmpty }
        return lines.joined(separator: "\n")
            + "\n\(covered) of \(rows.count) deciding checks have a control of their own"
    }
}
