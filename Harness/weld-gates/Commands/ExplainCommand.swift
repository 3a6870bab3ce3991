import ArgumentParser
import GateKit
import GateReport
import GateStore

/// Says why a cell of the matrix is what it is.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says why a gate or a check came out as it did.",
        discussion: """
            The verdict, the samples that decided, what the host took, what would have to be \
            otherwise for another verdict, the controls that prove the question, the command that \
            does it again, and what was kept.

              weld-gates explain G6                 the newest run of the gate
              weld-gates explain g6.age --run 3     one check of run 3
              weld-gates explain g6.age@macOS       the same on another system
            """)

    @Argument(help: "A gate, such as G6, or a check or its beginning, such as g6.age.")
    var cell: String

    @OptionGroup var store: StoreOptions

    @Option(
        name: .customLong("run"),
        help: "The run's number; the newest run that judged the gate unless given.")
    var number: Int64?

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        do throws(Failure) {
            let explanation = try explain()
            try StandardOutput.say(json ? JSONText.of(explanation) : explanation.text)
        } catch {
            throw error.leave()
        }
    }

    private func explain() throws(Failure) -> Explanation {
        let known = CheckEntry.all
        do {
            let name = try CellName(cell, known: known.map(\.check))
            let store = try GateStore.openReadOnly(path: self.store.path)
            let run = try number ?? store.newestRun(of: name.gate, on: name.platform)
            let evidence = try store.cell(name.gate, run: run)
            let check = try check(name, evidence, known)
            return try Explanation(
                evidence, check: check,
                headline: Catalogue.declarations.first { $0.id == name.gate }?.headlineCheck,
                known: Catalogue.procedures.flatMap(\.controls).filter { $0.gate == name.gate },
                store: self.store.words
            ) { metric, attempt throws(StoreError) in
                try store.samples(of: metric, attempt: attempt)
            }
        } catch let refusal as CellName.Refusal {
            throw Failure(sentence: refusal.sentence, code: .usage)
        } catch let error as StoreError {
            throw Failure.store(error)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(sentence: "\(error)", code: .harnessBug)
        }
    }

    /// Returns the check that is asked about; refuses what the run has no answer to.
    private func check(
        _ name: CellName, _ evidence: CellEvidence, _ known: [CheckEntry]
    ) throws -> String? {
        let run = evidence.run
        if let platform = name.platform, platform != run.platform {
            throw notThere("was made on \(run.platform.title), not on \(platform.title)", run)
        }
        guard evidence.result != nil || !evidence.attempts.isEmpty else {
            let gates = run.gates.map(\.rawValue).joined(separator: ", ")
            throw notThere(
                "did not judge \(name.gate.rawValue)"
                    + (gates.isEmpty ? "" : ", it was asked for \(gates)"), run)
        }
        let asked = evidence.attempts.flatMap(\.record.rule.checks)
            .filter { $0.gate == name.gate }.map(\.id)
        let unique = asked.enumerated().filter { asked.firstIndex(of: $1) == $0 }.map(\.element)
        do {
            return try name.check(among: unique)
        } catch {
            // A run of another length asks it.
            guard let check = name.check, known.contains(where: { $0.check == check }) else {
                throw error
            }
            throw notThere("of profile \(run.profile.rawValue) did not ask \(check)", run)
        }
    }

    private func notThere(_ what: String, _ run: RunRecord) -> Failure {
        Failure(
            sentence: "run \(run.id) \(what); name another with --run, or leave it out",
            code: .runNotFound)
    }
}
