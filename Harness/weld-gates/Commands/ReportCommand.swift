public import ArgumentParser
public import GateReport
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
              weld-gates report --format terminal   plain text, to standard output
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        name: .customLong("run"), help: "The run's number; the newest run unless given.")
    var number: Int64?

    @Option(help: "How it is spelled: markdown or terminal.")
    var format = ReportFormat.markdown

    @Option(
        help: """
            Where the report is written; - is standard output. Markdown goes to results/report.md \
            unless told otherwise. A device or a pipe is written to, a store never.
            """)
    var output: String?

    func run() throws {
        do throws(Failure) {
            let output = output ?? (format == .markdown ? "results/report.md" : "-")
            let file = ReportFile(path: output, store: store)
            try file.write(try GateStore.read(store.path), run: number, as: format)
            if output != "-" { StandardError.say("report: \(output)") }
        } catch {
            throw error.leave()
        }
    }
}

extension ReportFormat: ExpressibleByArgument {}
