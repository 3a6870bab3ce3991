public import ArgumentParser
import Foundation
public import GateKit
import GateStore

/// Removes runs that nobody needs any more.
struct GCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Removes runs that no rule keeps and no report needs.",
        discussion: """
            What any rule keeps is kept, and always what today's report rests on: the newest run of \
            each gate, platform and kind of host, the earlier NO-GO of its commit that it names, \
            and the controls, sensitivities and kill maps that it shows. The artefacts of removed \
            runs go with them.

              weld-gates gc --keep last=20 --keep verdicts=no-go,blind --dry-run
              weld-gates gc --keep days=90
            """)

    @Option(
        help: ArgumentHelp(
            """
            What is kept: last=20 (of each platform and kind of host), days=90, or \
            verdicts=no-go,blind (runs with such a gate); may be repeated.
            """, valueName: "rule"))
    var keep: [RetentionRule]

    @Flag(help: "Only say what would go.")
    var dryRun = false

    @OptionGroup var store: StoreOptions

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        do throws(Failure) {
            let removed = try perform()
            try StandardOutput.say(json ? JSONText.of(removed) : removed.text)
        } catch {
            throw error.leave()
        }
    }

    private func perform() throws(Failure) -> RemovedRuns {
        do throws(StoreError) {
            return try GateStore.openedIfThere(store.path).remove(
                keeping: keep, now: Int64(Date().timeIntervalSince1970 * 1_000), isTrial: dryRun)
        } catch {
            throw .store(error)
        }
    }
}

extension RetentionRule: ExpressibleByArgument {
    /// Understands `last=20`, `days=90`, `verdicts=no-go,blind`.
    public init?(argument: String) { self.init(parsing: argument) }
}

extension RemovedRuns {
    /// What went, in a sentence.
    fileprivate var text: String {
        let numbers = runs.map(String.init).joined(separator: ", ")
        let what = isTrial ? "would go" : "are gone"
        let sentence =
            runs.isEmpty
            ? "nothing to remove; \(kept) runs are kept"
            : "\(runs.count) runs \(what) (\(numbers)), \(kept) are kept: \(storeBytes) bytes of "
                + "the store and \(artefactBytes) bytes of artefacts"
        return sentence + (notShrunk.map { "\nthe file is as large as before: \($0)" } ?? "")
    }
}
