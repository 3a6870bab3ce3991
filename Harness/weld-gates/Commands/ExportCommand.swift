import ArgumentParser
import Foundation
import GateHost
import GateKit
import GateRunner
import GateStore

/// Packs a run into one file.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Packs a run into one file that other stores import.",
        discussion: """
            A bundle holds everything of a run: rules, samples, events, verdicts, seals and \
            artefacts, compressed and with its digest. The run is verified first.

              weld-gates export 3 -o run-3.bundle
              weld-gates export 3 -o run-3.bundle --sign ~/.ssh/id_ed25519

            Signed is an in-toto test result about the bundle, with ssh-keygen and the namespace \
            weld-gates. Ends with 100 where the run is not what its seals say.
            """)

    @Argument(
        help: ArgumentHelp("The run's number; the newest run unless given.", valueName: "run"))
    var number: Int64?

    @Option(name: [.short, .long], help: "The file that is written.")
    var output: String

    @Option(
        help: ArgumentHelp(
            "The key to sign with: a private one, or a public one that an agent holds.",
            valueName: "key"))
    var sign: String?

    @OptionGroup var store: StoreOptions

    @Flag(help: "One JSON document instead of a sentence.")
    var json = false

    func run() throws {
        do throws(Failure) {
            let answer = try perform()
            try StandardOutput.say(json ? JSONText.of(answer) : PrintableText.line(answer.text))
        } catch {
            throw error.leave()
        }
    }

    private func perform() throws(Failure) -> Answer {
        guard !store.isMet(by: output) else { throw refused("the store is there") }
        let end: String
        switch OutputPlace(output) {
        case .file(let path): end = path
        case .refused(let why): throw refused(why)
        case .descriptor, .stream: throw refused("a bundle is a regular file")
        }
        let part = "\(end).\(UUID().uuidString)"
        do {
            let packed = try GateStore.openReadOnly(path: store.path).pack(run: number)
            var signature: String?
            if let sign { signature = try BundleSigning.sign(packed.statement, key: sign) }
            // What lies beside the bundle until it is whole is removed whoever wants to end this.
            let interruption = try Interruption.ofThisProcess()
            defer { interruption.leaveTheRest() }
            let bytes = try packed.write(to: part, signature: signature)
            guard !interruption.isRequested else {
                throw Failure(
                    sentence: "no bundle was written: it was interrupted", code: .inconclusive)
            }
            try SpecialFile.rename(part, to: end)
            return Answer(
                run: packed.run, bundle: output, bytes: bytes, unpackedBytes: packed.unpackedBytes,
                signedWith: sign, missingArtefacts: packed.missingArtefacts)
        } catch let error as Failure {
            try? FileManager.default.removeItem(atPath: part)
            throw error
        } catch let error as StoreError where error.path != part {
            throw .store(error)
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw refused("\(error)")
        }
    }

    private func refused(_ why: String) -> Failure {
        Failure(
            sentence: "the bundle cannot be written to \(output): \(why); name another file",
            code: .cannotWrite)
    }

    /// What was written.
    private struct Answer: Encodable {
        var run: Int64
        var bundle: String
        var bytes: Int64
        var unpackedBytes: Int64
        var signedWith: String?
        var missingArtefacts: [String]

        var text: String {
            "run \(run) is in \(bundle): \(bytes) bytes, unpacked \(unpackedBytes)"
                + (signedWith.map { ", signed with \($0)" } ?? "")
                + (missingArtefacts.isEmpty
                    ? ""
                    : "; these artefacts are not beside the store and left out: "
                        + missingArtefacts.joined(separator: ", "))
        }
    }
}
