import ArgumentParser
import GateKit
import GateStore

/// Takes runs over from bundles.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes runs over from bundles that export made.",
        discussion: """
            Each run is verified in its bundle and comes into the store whole, or not at all; it \
            gets a number of this store and keeps its platform, kind of host and time. A run that is \
            here already is told by its content and left alone.

              weld-gates import mac.bundle windows.bundle
              weld-gates import ci.bundle --verify-with allowed_signers

            Ends with 100 where a run or a signature is not what it should be, or a run is here \
            with other content, 106 where there is no bundle, 110 for a file that is no bundle, or \
            no whole one.
            """)

    @Argument(help: "The bundles.")
    var bundles: [String]

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp(
            "Take only what somebody of this list signed, a file of allowed signers as ssh-keygen "
                + "reads it.", valueName: "file"))
    var verifyWith: String?

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        do throws(Failure) {
            try perform()
        } catch {
            throw error.leave()
        }
    }

    private func perform() throws(Failure) {
        // All of them are looked at before the first one changes anything.
        var opened: [(bundle: RunBundle, signer: String?)] = []
        for path in bundles { opened.append(try open(path)) }
        var done: [Answer] = []
        for (bundle, signer) in opened {
            do {
                let run = try bundle.absorb(signer: signer) { () throws(StoreError) in
                    try GateStore.opened(store.path)
                }
                done.append(
                    Answer(
                        bundle: bundle.path, isSigned: bundle.signature != nil, signedBy: signer,
                        run: run))
            } catch {
                for answer in done { StandardError.say(answer.text) }
                throw .store(error)
            }
        }
        try StandardOutput.say(
            json
                ? JSONText.of(done)
                : done.map { PrintableText.line($0.text) }.joined(separator: "\n"))
    }

    private func open(_ path: String) throws(Failure) -> (RunBundle, String?) {
        let bundle: RunBundle
        do throws(StoreError) {
            bundle = try RunBundle(opening: path)
        } catch {
            throw .store(error)
        }
        guard let verifyWith else { return (bundle, nil) }
        guard let signature = bundle.signature else {
            throw Failure(
                sentence: "'\(path)' is not signed; leave out --verify-with to take it as it is",
                code: .noGo)
        }
        return (
            bundle,
            try BundleSigning.signer(
                of: bundle.statement, signature, allowed: verifyWith, bundle: path)
        )
    }

    /// What became of a bundle.
    private struct Answer: Encodable {
        var bundle: String
        var isSigned: Bool
        var signedBy: String?
        var run: AbsorbedRun

        var text: String {
            let signature =
                signedBy.map { "signed by \($0)" } ?? (isSigned ? "signed, not verified" : "")
            return "run \(run.original) of \(bundle) is "
                + (run.wasThere ? "here already: run \(run.run)" : "run \(run.run) here")
                + (signature.isEmpty ? "" : ", \(signature)")
                + (run.missingArtefacts.isEmpty
                    ? ""
                    : "; without its artefacts \(run.missingArtefacts.joined(separator: ", "))")
        }
    }
}
