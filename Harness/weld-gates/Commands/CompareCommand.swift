import ArgumentParser
import GateKit
import GateReport
import GateStore

/// Compares two runs.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Says which checks moved from one run to another.",
        discussion: """
            A percentile stands with bounds between which the true one lies at 95 %; it moved \
            where both bounds lie apart. Extremes and counts have one value a run and no bounds. \
            Runs of different systems, kinds of host, builds, lengths or rules are refused with 64.

              weld-gates compare 3 7
            """)

    @Argument(help: "The first run's number.")
    var before: Int64

    @Argument(help: "The second run's number.")
    var after: Int64

    @OptionGroup var store: StoreOptions

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        do throws(Failure) {
            let comparison = try compare()
            try StandardOutput.say(json ? JSONText.of(comparison) : comparison.text)
        } catch {
            throw error.leave()
        }
    }

    private func compare() throws(Failure) -> RunComparison {
        do throws(StoreError) {
            return try GateStore.openReadOnly(path: store.path).compare(before, after)
        } catch {
            throw .store(error)
        }
    }
}
