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
            contract (Gates/Specification/contract.md), which is tried first, or live as the \
            milestone's does, and is then judged from outside, unproven at best.
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
        guard let offer = try offer() else { return { _ in true } }
        guard !offer.isOutside else {
            throw Failure(
                sentence: "a pair that makes no offer (--contract) can be judged by `run` alone "
                    + "(contract.md#outside)",
                code: .preconditionMissing)
        }
        return { offer.has($0) }
    }

    /// Returns what a pair offers that is not the package's own, and nil for the package's own.
    func offer() throws -> ContractProbe.Offer? {
        guard editor != nil || runtime != nil else { return nil }
        let paths = subjects.map(\.path)
        try require()
        StandardError.say("asking whether \(paths.joined(separator: " and ")) keep the contract")
        let own = try Program.privateDirectory()
        defer { own.remove() }
        let probe = ContractProbe(editor: paths[0], runtime: paths[1], in: own.path)
        do throws(ContractProbe.Breach) {
            return try probe.run()
        } catch {
            throw Failure(sentence: error.description, code: .preconditionMissing)
        }
    }
}
