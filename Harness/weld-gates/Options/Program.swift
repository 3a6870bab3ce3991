import Foundation
import GateHost
import GateKit
import GateRunner
import GateStore

/// What this very program knows of itself.
enum Program {
    /// The path of the running binary.
    static var path: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    /// The binaries under test: they stand beside this one.
    static var subjects: [SubjectBinary] {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return [
            SubjectBinary(.editor, path: "\(directory)/weld-editor"),
            SubjectBinary(.runtime, path: "\(directory)/weld-runtime"),
        ]
    }

    /// Where things are made whose room matters.
    static func places(hasOwnCompositor: Bool = true) -> HostPlaces {
        HostPlaces(temporary: temporaryDirectory, hasOwnCompositor: hasOwnCompositor)
    }

    /// Refuses to begin where this machine lacks something that the gates need: every such thing
    /// by its name, with the command that mends it (preconditions.md).
    static func require(
        for gates: [GateID], at profile: Profile, hasOwnCompositor: Bool = true
    ) throws(Failure) {
        try refuse(
            HostNeeds.missing(
                for: gates, at: profile, places(hasOwnCompositor: hasOwnCompositor)))
    }

    /// The same for a command that runs no gate.
    static func require(forCommand command: String) throws(Failure) {
        try refuse(HostNeeds.missing(forCommand: command, places()))
    }

    /// The same for things of these names.
    static func require(_ names: Set<String>) throws(Failure) {
        try refuse(HostNeeds.missing(among: names, places()))
    }

    private static func refuse(_ missing: [HostAnswer]) throws(Failure) {
        guard let last = missing.last else { return }
        for answer in missing.dropLast() { StandardError.say("weld-gates: \(answer.sentence)") }
        throw Failure(sentence: last.sentence, code: .preconditionMissing)
    }

    /// Throws unless a file can be started as a program.
    static func requireProgram(_ path: String) throws(Failure) {
        guard DescriptorFacts.following(path)?.kind == .regular, RegularFile.isExecutable(path)
        else {
            throw Failure(
                sentence: "'\(path)' is no program that can be started; name another, or build it",
                code: .preconditionMissing)
        }
    }

    /// What keeps a private directory.
    static var keeperCommand: [String] { [path, "keep"] }

    /// Makes a private directory that goes with this process, however it ends; without a keeper,
    /// which is a child, one that was killed leaves it to the next start.
    static func privateDirectory(hasKeeper: Bool = true) throws(Failure) -> RunDirectory {
        do throws(SystemError) {
            return try RunDirectory(
                under: temporaryDirectory, keeperCommand: hasKeeper ? keeperCommand : [])
        } catch {
            throw Failure(
                sentence: "\(error); set TMPDIR to a folder of yours", code: .preconditionMissing)
        }
    }

    /// Makes a private directory for files that may be large, where TMPDIR says however long that
    /// is; where no keeper can be started, one that was killed leaves it to the next run.
    static func scratchFolder() throws(SystemError) -> some ScratchFolder {
        do throws(SystemError) {
            return KeptFolder(
                directory: try RunDirectory(
                    under: temporaryDirectory, keeperCommand: keeperCommand, hasSockets: false))
        } catch {
            return KeptFolder(
                directory: try RunDirectory(under: temporaryDirectory, hasSockets: false))
        }
    }

    /// What attempts start besides: the third witness, and what is put between a window and its driver.
    static var companions: [String] {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return ["weld-observer", "slow-device-layer", "call-watch-layer"].map {
            "\(directory)/\($0)"
        }
    }

    /// Whether the system shows processes as files: without that the program does not even know its
    /// arguments.
    static var seesProcesses: Bool { FileManager.default.fileExists(atPath: "/proc/self/stat") }

    /// Where private directories are made.
    static var temporaryDirectory: String { environment("TMPDIR") ?? "/tmp" }

    /// Whether a continuous-integration service started this.
    ///
    /// They set CI to a word of their own, such as `true`, `1` or their name; one that says no means
    /// no (platform.md#surroundings).
    static var isCI: Bool {
        guard let word = environment("CI")?.lowercased() else { return false }
        return !["0", "false", "no", "off", "n", "f"].contains(word)
    }

    /// Returns a variable of the environment that is set and not empty.
    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// A private directory as the store takes one for what it packs, unpacks and copies.
private struct KeptFolder: ScratchFolder {
    let directory: RunDirectory

    var path: String { directory.path }

    func remove() { directory.remove() }
}
