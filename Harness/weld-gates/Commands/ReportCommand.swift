public import ArgumentParser
import GateKit
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
              weld-gates report --format html --format junit   results/report.html, .junit.xml
              weld-gates report --format terminal   plain text, to standard output
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        name: .customLong("run"), help: "The run's number; the newest run unless given.")
    var number: Int64?

    @Option(
        help: """
            How it is spelled: markdown, html (one page with figures), junit, json, summary (of a CI \
            job) or terminal; several times for several files.
            """)
    var format = [ReportFormat.markdown]

    @Option(
        name: [.customShort("o"), .long],
        help: """
            Where the report is written; - is standard output. Unless told otherwise a page goes to \
            results/report.md, .html, .junit.xml or .json, and what is for reading to standard \
            output. A device or a pipe is written to, a store never.
            """)
    var output: String?

    func run() throws {
        do throws(Failure) {
            guard output == nil || format.count == 1 else {
                throw Failure(
                    sentence:
                        "--output takes one report, and \(format.count) formats are asked for; "
                        + "leave it out, and each goes to a file of its own", code: .usage)
            }
            for format in format {
                let output = output ?? format.path
                try ReportFile(path: output, store: store).write(
                    try GateStore.read(store.path), run: number, as: format)
                if output != "-" { StandardError.say("report: \(output)") }
            }
        } catch {
            throw error.leave()
        }
    }
}

extension ReportFormat: ExpressibleByArgument {
    /// Where it goes unless told otherwise; `-` is standard output.
    fileprivate var path: String {
        switch self {
        case .markdown: "results/report.md"
        case .html: "results/report.html"
        case .junit: "results/report.junit.xml"
        case .json: "results/report.json"
        case .summary, .terminal: "-"
        }
    }
}
