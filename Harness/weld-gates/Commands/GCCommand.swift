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

            Says what is gone, and ends with 110 where an artefact could not be removed. A dry run \
            reads a copy and leaves the store alone.

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
            guard let first = removed.left.first else { return }
            let more = removed.left.count > 1 ? " (and \(removed.left.count - 1) more)" : ""
            throw Failure(
                sentence: "'\(first.path)'\(more) is not removed: \(first.why); remove it by hand",
                code: .cannotWrite)
        } catch {
            throw error.leave()
        }
    }

    private func perform() throws(Failure) -> RemovedRuns {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        do throws(StoreError) {
            return dryRun
                ? try GateStore.trial(
                    path: store.path, keeping: keep, now: now,
                    isAlive: GateStore.liveness(beside: store.path))
                : try GateStore.openedIfThere(store.path).remove(keeping: keep, now: now)
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
        let stays = left.map { "\n\($0.path) is still there: \($0.why)" }.joined()
        return PrintableText.lines(sentence + stays)
            + (notShrunk.map { "\nthe file is as large as before: \($0)" } ?? "")
    }
}
