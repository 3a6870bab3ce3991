import ArgumentParser
import Foundation
import GateKit
import GateReport
import GateStore

/// Shows what checks came to, run after run.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Shows what a gate or a check came to, run after run.",
        discussion: """
            A series for each platform, kind of host, build configuration and profile, which are \
            never mixed; a run counts by the worst of its replicates. A change is named where the \
            figures before and after it differ more than chance makes them.

              weld-gates history               the headline of every gate
              weld-gates history G6            every check of a gate
              weld-gates history g6.age        one check
              weld-gates history g6.age --reset "new driver" --by anna
            """)

    @Argument(help: "A gate, such as G6, or a check, such as g6.age.")
    var subject: String?

    @Option(
        help: ArgumentHelp(
            "Let the history count anew from now on, for this reason.", valueName: "reason"))
    var reset: String?

    @Option(help: ArgumentHelp("Who resets; USER unless given.", valueName: "name"))
    var by: String?

    @OptionGroup var store: StoreOptions

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func validate() throws {
        guard let reset else {
            guard by == nil else { throw ValidationError("--by is for --reset.") }
            return
        }
        guard subject != nil else { throw ValidationError("--reset needs a gate or a check.") }
        guard reset.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("--reset needs a reason.")
        }
    }

    func run() throws {
        do throws(Failure) {
            try StandardOutput.say(try answer())
        } catch {
            throw error.leave()
        }
    }

    private func answer() throws(Failure) -> String {
        let histories: [CheckHistory]
        do throws(StoreError) {
            if let reset, let subject { return try store(reset, of: subject) }
            histories = try GateStore.openReadOnly(path: store.path).history(of: asked)
        } catch {
            throw .store(error)
        }
        guard !histories.isEmpty else {
            throw Failure(
                sentence: "no finished run in '\(store.path)' has a figure of "
                    + "\(subject.map { "'\($0)'" } ?? "any gate"); weld-gates list --controls names "
                    + "checks", code: .runNotFound)
        }
        return json ? JSONText.of(histories) : histories.map(\.text).joined(separator: "\n")
    }

    private var asked: HistorySubject {
        guard let subject else { return .headlines }
        return GateID(argument: subject).map { .gate($0) } ?? .check(subject)
    }

    private func store(_ reason: String, of subject: String) throws(StoreError) -> String {
        let reset = CheckHistory.Reset(
            subject: GateID(argument: subject)?.rawValue ?? subject,
            at: Int64(Date().timeIntervalSince1970 * 1_000),
            who: by ?? Program.environment("USER") ?? "unknown", why: reason)
        try GateStore.openedIfThere(store.path).reset(reset)
        return json
            ? JSONText.of(reset)
            : PrintableText.line(
                "the history of \(reset.subject) counts anew from now on, by \(reset.who)")
    }
}
