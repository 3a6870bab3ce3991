import Foundation
import GateHost
import GateKit
import GateRunner

/// Builds the editor and the runtime of commits, each from a copy of its own that goes away; the
/// repository stays as it is.
final class DuelBuilder {
    /// A commit by its full id and by what the user called it.
    struct Commit: Hashable {
        var id: String
        var name: String
    }

    private let repository: String
    private let scratch: String
    private let directory: RunDirectory
    private var built: [String: [SubjectBinary]] = [:]

    /// Finds the repository around the working directory.
    init(scratch: String?) throws(Failure) {
        let output = Self.git(["rev-parse", "--show-toplevel"], in: ".")
        guard output.code == 0, !output.text.isEmpty else {
            throw Failure(
                sentence: "a duel of commits is called in their repository, and there is none here",
                code: .usage)
        }
        repository = output.text
        self.scratch =
            scratch.map { URL(fileURLWithPath: $0).path } ?? "\(output.text)/.build/duel"
        directory = try Program.privateDirectory()
    }

    /// Removes every copy; what was built for the next duel stays.
    func remove() { directory.remove() }

    // MARK: - Commits

    /// Returns the two commits; refuses names that git does not know, and twice the same.
    func commits(_ names: [String]) throws(Failure) -> [Commit] {
        var commits: [Commit] = []
        for name in names {
            let found = Self.git(
                ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"],
                in: repository)
            guard found.code == 0, !name.isEmpty else {
                throw Failure(
                    sentence: "git knows no commit '\(name)' in \(repository)", code: .usage)
            }
            commits.append(Commit(id: found.text, name: name))
        }
        guard Set(commits.map(\.id)).count == commits.count else {
            throw Failure(
                sentence:
                    "\(names.joined(separator: " and ")) are one commit; a duel has two sides",
                code: .usage)
        }
        return commits
    }

    /// Returns the commits that lead from one to a later one, oldest first, the later one included.
    func commits(between first: Commit, and last: Commit) throws(Failure) -> [Commit] {
        let list = Self.git(
            [
                "rev-list", "--reverse", "--ancestry-path", "--first-parent",
                "\(first.id)..\(last.id)",
            ], in: repository)
        let ids = list.text.split(separator: "\n").map(String.init)
        guard list.code == 0, ids.last == last.id else {
            throw Failure(
                sentence: "\(first.name) is no ancestor of \(last.name): there is no path to walk",
                code: .usage)
        }
        return ids.map { Commit(id: $0, name: String($0.prefix(12))) }
    }

    // MARK: - Building

    /// Returns the programs of a commit, built for release.
    func build(_ commit: Commit, _ interruption: Interruption) throws(Failure) -> [SubjectBinary] {
        if let known = built[commit.id] { return known }
        let copy = "\(directory.path)/\(commit.id.prefix(12))"
        StandardError.say("building \(commit.name)")
        try unpack(commit, into: copy, interruption)
        // Resolved versions are no part of a commit here, and need no network twice.
        try? FileManager.default.copyItem(
            atPath: "\(repository)/Package.resolved", toPath: "\(copy)/Package.resolved")
        var programs: [SubjectBinary] = []
        for (role, product) in [(SubjectRole.editor, "weld-editor"), (.runtime, "weld-runtime")] {
            try perform(
                [
                    "swift", "build", "-c", "release", "--product", product, "--scratch-path",
                    scratch,
                ],
                in: copy, "\(commit.name) does not build", interruption)
            programs.append(
                SubjectBinary(role, path: try keep(product, of: commit)))
        }
        try? FileManager.default.removeItem(atPath: copy)
        built[commit.id] = programs
        return programs
    }

    private func unpack(
        _ commit: Commit, into copy: String, _ interruption: Interruption
    ) throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: copy, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                sentence: "\(copy) cannot be made: \(error.localizedDescription); set TMPDIR to a "
                    + "folder with room", code: .preconditionMissing)
        }
        let archive = "\(copy).tar"
        defer { try? FileManager.default.removeItem(atPath: archive) }
        try perform(
            ["git", "-C", repository, "archive", "--format=tar", "-o", archive, commit.id],
            in: copy, "git cannot write out \(commit.name)", interruption)
        try perform(
            ["tar", "-xf", archive], in: copy, "\(commit.name) cannot be unpacked", interruption)
    }

    /// Moves a program out of the way of the next build.
    private func keep(_ product: String, of commit: Commit) throws(Failure) -> String {
        let place = "\(directory.path)/programs-\(commit.id.prefix(12))"
        do {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: "\(scratch)/release/\(product)", toPath: "\(place)/\(product)")
        } catch {
            throw Failure(
                sentence:
                    "\(product) of \(commit.name) cannot be kept: \(error.localizedDescription)",
                code: .preconditionMissing)
        }
        return "\(place)/\(product)"
    }

    // MARK: - Programs

    /// Runs a program to its end; Ctrl-C ends it too.
    private func perform(
        _ words: [String], in folder: String, _ what: String, _ interruption: Interruption
    ) throws(Failure) {
        let log = "\(directory.path)/log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = FileHandle(forWritingAtPath: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Failure(
                sentence: "\(what): \(words[0]) cannot be started: \(error.localizedDescription)",
                code: .preconditionMissing)
        }
        while process.isRunning {
            if interruption.isRequested { process.terminate() }
            Thread.sleep(forTimeInterval: 0.1)
        }
        guard !interruption.isRequested else {
            throw Failure(sentence: "no result: it was interrupted", code: .inconclusive)
        }
        guard process.terminationStatus == 0 else {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n").map(String.init)
            let said = lines.first { $0.contains("error:") } ?? lines.last ?? "it said nothing"
            throw Failure(sentence: "\(what): \(said)", code: .preconditionMissing)
        }
    }

    /// Asks git, with nobody's hooks; what it says on its error stream is not wanted.
    private static func git(
        _ arguments: [String], in folder: String
    ) -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["git", "--no-pager", "-c", "core.fsmonitor=false", "-C", folder] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return (-1, "")
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        return (
            process.terminationStatus, text.trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }
}
