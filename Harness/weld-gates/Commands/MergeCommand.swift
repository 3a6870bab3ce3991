import ArgumentParser
import GateKit
import GateStore

/// Makes one store of several.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Takes the runs of several stores over into one.",
        discussion: """
            Every run is verified, gets a number of the new store and keeps its platform, kind of \
            host and time; its artefacts come along. Runs that are there already are left alone, so \
            that a merge can be repeated, and one that was broken off goes on where it was. The \
            stores that are read stay as they are.

              weld-gates merge linux.db mac.db windows.db --into all.db
              weld-gates report --db all.db

            Ends with 100 where a run is not what its seals say, or one run has different content \
            in two stores.
            """)

    @Argument(help: "The stores that are read.")
    var stores: [String]

    @Option(help: "The store that they come into; it is made unless it is there.")
    var into: String

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func validate() throws {
        try StoreOptions.check("--into", into)
    }

    func run() throws {
        do throws(Failure) {
            try perform()
        } catch {
            throw error.leave()
        }
    }

    private func perform() throws(Failure) {
        for path in stores where OutputPlace.isOne(path, into) {
            throw Failure(
                sentence: "\(path) is the store that the others come into; name only the others",
                code: .usage)
        }
        var sources: [GateStore] = []
        do throws(StoreError) {
            for path in stores { sources.append(try GateStore.openReadOnly(path: path)) }
        } catch {
            throw failure(error)
        }
        var merged: [MergedStore] = []
        do throws(StoreError) {
            try GateStore.checkConflicts(among: sources)
            let target = try GateStore.opened(into)
            for source in sources { merged.append(try target.merge(source)) }
        } catch {
            throw failure(error)
        }
        let text = merged.map { PrintableText.line($0.text) }.joined(separator: "\n")
        try StandardOutput.say(json ? JSONText.of(merged) : text)
    }

    /// The store's refusal in the words of this command, which has no --db.
    private func failure(_ error: StoreError) -> Failure {
        let failure = Failure.store(error)
        let option = error.path == into ? " with --into" : ""
        return Failure(
            sentence: failure.sentence.replacing(" with --db", with: option), code: failure.code)
    }
}

extension MergedStore {
    /// What came of it in one line.
    fileprivate var text: String {
        let new = runs.count { !$0.wasThere }
        let missing = runs.flatMap(\.missingArtefacts).count
        return "\(store): \(new) runs taken over, \(runs.count - new) were there"
            + (running.isEmpty
                ? "" : ", \(running.count) left out that have not ended")
            + (missing == 0 ? "" : ", \(missing) artefacts are not beside it")
    }
}
