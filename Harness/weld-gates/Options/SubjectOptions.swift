import ArgumentParser
import Foundation
import GateKit
import GateRunner
import Gates

/// Which pair of programs is judged.
struct SubjectOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The editor to judge instead of the weld-editor beside this program. It must keep the \
            contract (Gates/Specification/contract.md), which is tried first.
            """, valueName: "path"))
    var editor: String?

    @Option(
        help: ArgumentHelp(
            "The runtime to judge instead of the weld-runtime beside this program.",
            valueName: "path"))
    var runtime: String?

    /// The two programs.
    var subjects: [SubjectBinary] {
        Program.subjects.map { own in
            let other = own.role == .editor ? editor : runtime
            return other.map {
                SubjectBinary(own.role, path: URL(fileURLWithPath: $0).path)
            } ?? own
        }
    }

    /// Throws unless both programs that were named can be started.
    func require() throws(Failure) {
        for (path, named) in zip(subjects.map(\.path), [editor, runtime]) where named != nil {
            try Program.requireProgram(path)
        }
    }

    /// Returns which controls can be tried; asks a pair that is not the package's own, and refuses
    /// one that does not keep the contract.
    func controls() throws -> @Sendable (Control) -> Bool {
        guard editor != nil || runtime != nil else { return { _ in true } }
        let paths = subjects.map(\.path)
        try require()
        StandardError.say("asking whether \(paths.joined(separator: " and ")) keep the contract")
        let own = try Program.privateDirectory()
        defer { own.remove() }
        let probe = ContractProbe(editor: paths[0], runtime: paths[1], in: own.path)
        do throws(ContractProbe.Breach) {
            let offer = try probe.run()
            return { offer.has($0) }
        } catch {
            throw Failure(sentence: error.description, code: .preconditionMissing)
        }
    }
}
