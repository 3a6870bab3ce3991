import ArgumentParser
import GateStore

/// Renders the report of an earlier run again.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes the validation report of a run in the store.",
        discussion: """
            The report is a function of the store alone: rendered twice it is the same, byte for \
            byte.

              weld-gates report                     the newest run
              weld-gates report --run 3 --output -  run 3, to standard output
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        name: .customLong("run"), help: "The run's number; the newest run unless given.")
    var number: Int64?

    @Option(help: "Where the report is written; - is standard output.")
    var output = "results/report.md"

    func run() throws {
        do throws(Failure) {
            let file = ReportFile(path: output)
            try file.write(try GateStore.read(store.path), run: number)
            if output != "-" { StandardError.say("report: \(output)") }
        } catch {
            throw error.leave()
        }
    }
}
