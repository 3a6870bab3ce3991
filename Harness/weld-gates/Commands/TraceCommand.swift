import ArgumentParser
import GateKit
import GateReport
import GateStore

/// Writes an attempt as a timeline.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Writes an attempt as a timeline that Perfetto and Chrome show.",
        discussion: """
            Editor, runtime, observer, compositor and judge on one time axis: every event, what was \
            measured, and of each death the time from kill to end of file, restart, first picture \
            and first answer. Open the file in ui.perfetto.dev.

              weld-gates trace 38 -o trace.json
              weld-gates trace 38 -o - | gzip > trace.json.gz

            explain names the attempts that decided a cell.
            """)

    @Argument(help: "The attempt's number; v_attempts lists all.")
    var attempt: Int64

    @OptionGroup var store: StoreOptions

    @Option(
        name: .shortAndLong, help: "Where the timeline is written; - is standard output.")
    var output: String

    func run() throws {
        do throws(Failure) {
            let file = OutputFile(what: "the trace", path: output)
            try file.check(store: store)
            let trace = AttemptTrace(try course())
            try file.write(trace.json)
            if output != "-" { StandardError.say("trace: \(output), \(trace.count) entries") }
        } catch {
            throw error.leave()
        }
    }

    private func course() throws(Failure) -> AttemptCourse {
        do throws(StoreError) {
            return try GateStore.openReadOnly(path: store.path).course(attempt: attempt)
        } catch {
            throw Failure.store(error)
        }
    }
}
