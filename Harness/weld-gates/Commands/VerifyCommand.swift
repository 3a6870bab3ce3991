import ArgumentParser
import GateKit
import GateStore

/// Judges a store again.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Computes every verdict of a store again and looks for changes.",
        discussion: """
            Whatever differs from what a run left is named: attempt, table, column. The digest of \
            each run stands in its report.

              weld-gates verify               every run
              weld-gates verify --run 3       one of them

            Ends with 0 where nothing differs, 100 where something does, 106 where there is no run.
            """)

    @OptionGroup var store: StoreOptions

    @Option(name: .customLong("run"), help: "The run's number; every run unless given.")
    var number: Int64?

    func run() throws {
        do throws(Failure) {
            let verification = try verify()
            try StandardOutput.say(Self.text(verification))
            guard !verification.findings.isEmpty else { return }
        } catch {
            throw error.leave()
        }
        throw ExitCode(RunExitCode.noGo.rawValue)
    }

    private func verify() throws(Failure) -> Verification {
        let verification: Verification
        do throws(StoreError) {
            verification = try GateStore.openReadOnly(
                path: store.path, refusesForeignObjects: false
            ).verify(run: number)
        } catch {
            throw Failure.store(error)
        }
        guard verification.runs > 0 || !verification.findings.isEmpty else {
            throw Failure.noRun(in: store.path)
        }
        return verification
    }

    private static func text(_ verification: Verification) -> String {
        let sum =
            "\(verification.runs) runs, \(verification.attempts) attempts, "
            + "\(verification.samples) samples: "
            + (verification.findings.isEmpty
                ? "nothing differs" : "\(verification.findings.count) findings")
        return
            (verification.notes.map { "note: \($0)" }
            + verification.findings.map { "differs: \($0)" } + [sum]).joined(separator: "\n")
    }
}
