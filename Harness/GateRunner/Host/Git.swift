import Foundation
import GateHost

/// git, asked about one folder, so that neither the environment nor somebody's settings answer in
/// its place (gates.md#rule-12).
struct Git {
    /// Why git did not answer: one sentence.
    struct Silence: Error, CustomStringConvertible {
        let description: String
    }

    private let path: String
    private let directory: String
    private let deadline: Deadline

    /// Finds git.
    ///
    /// - Parameters:
    ///   - directory: The folder that is asked about.
    ///   - limit: How long all answers together may take.
    init(in directory: String, within limit: Duration) throws(Silence) {
        guard let path = Preconditions.find("git") else {
            throw Silence(description: "git is missing: install the package git")
        }
        self.path = path
        self.directory = directory
        deadline = .after(limit)
    }

    /// What is said before every command.
    ///
    /// Only commands that read objects and names are asked for, and for those git starts no program
    /// of a repository's settings; these say so once more, and keep objects from being fetched.
    private static let settings = [
        "--no-pager", "--no-replace-objects", "--literal-pathspecs", "-c", "core.fsmonitor=false",
        "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false", "-c",
        "protocol.allow=never",
    ]

    /// Nothing of the caller's: no GIT_DIR, no GIT_WORK_TREE, no GIT_INDEX_FILE; of settings only the user's own.
    ///
    /// The home is the user's, since what makes a folder of another user's safe to ask about stands
    /// in the settings there.
    private static var environment: [String] {
        var additions = [
            "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1", "GIT_ATTR_NOSYSTEM": "1",
        ]
        for place in ["HOME", "XDG_CONFIG_HOME"] {
            additions[place] = ProcessEnvironment.value(of: place)
        }
        return ChildEnvironment.variables(adding: additions)
    }

    /// Returns what git writes, undecoded; throws what it says where it refuses.
    func output(_ arguments: [String], reading input: String = "") throws(Silence) -> String {
        let command = BoundedCommand(
            path: path, arguments: Self.settings + ["-C", directory] + arguments,
            environment: Self.environment, limit: 16 << 20)
        let outcome: BoundedCommand.Outcome
        do throws(SystemError) {
            outcome = try command.run(reading: Array(input.utf8), until: deadline)
        } catch {
            throw Silence(description: "git could not be started: \(error)")
        }
        switch outcome {
        case .late: throw Silence(description: "git did not answer in time; it was killed")
        case .tooMuch: throw Silence(description: "git wrote more than 16 MiB; it was killed")
        case .ended(.exited(code: 0), let output, _): return String(decoding: output, as: UTF8.self)
        case .ended(let status, _, let errors):
            throw Silence(description: words(status, String(decoding: errors, as: UTF8.self)))
        }
    }

    /// Returns a list that git writes with a NUL behind each entry.
    func list(_ arguments: [String]) throws(Silence) -> [String] {
        try output(arguments).split(separator: "\0").map(String.init)
    }

    private func words(_ status: ProcessStatus, _ errors: String) -> String {
        if errors.contains("dubious ownership") {
            return "git refuses \(directory), whose repository belongs to another user: run "
                + "git config --global --add safe.directory \(directory)"
        }
        if errors.contains("Not a valid object name") {
            return "the repository around \(directory) does not hold it"
        }
        if errors.contains("not a git repository") {
            return "\(directory) is in no git repository"
        }
        let first = errors.split(separator: "\n").first.map(String.init) ?? "\(status)"
        return "git refuses \(directory): \(first)"
    }
}
