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

            Ends with 0 where nothing differs, 100 where something does.
            """)

    @OptionGroup var store: StoreOptions

    @Option(name: .customLong("run"), help: "The run's number; every run unless given.")
    var number: Int64?

    func run() throws {
        let verification: Verification
        do throws(Failure) {
            let store = try GateStore.read(store.path)
            do throws(StoreError) {
                verification = try store.verify(run: number)
            } catch {
                throw Failure.store(error)
            }
        } catch {
            throw error.leave()
        }
        for note in verification.notes { print("note: \(note)") }
        for finding in verification.findings { print("differs: \(finding)") }
        print(
            "\(verification.runs) runs, \(verification.attempts) attempts, "
                + "\(verification.samples) samples: "
                + (verification.findings.isEmpty
                    ? "nothing differs" : "\(verification.findings.count) findings"))
        guard verification.findings.isEmpty else { throw ExitCode(RunExitCode.noGo.rawValue) }
    }
}
