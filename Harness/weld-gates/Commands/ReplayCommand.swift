import ArgumentParser
import Foundation
import GateFuzz
import GateHost
import GateKit
import GateRunner
import Gates

/// Replays a fuzz script: what a failing run kept, or what somebody wrote.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Replays a fuzz script against a stub.",
        discussion: """
            A run of G3 shrinks what failed to a script and keeps it beside the store. A script \
            names the stub under test, what is sent to it, and what must come of it. Ends with 0 \
            when every expectation holds, with 100 when one does not, and with 10 when it was \
            interrupted or took longer than --timeout; nothing is stored and nothing is left.

              weld-gates replay results/artefacts/run-3/attempt-9/failure-runtime-1.fuzz
            """)

    @Argument(help: "The script.")
    var script: String

    @Option(help: "The editor, instead of the one beside this program.")
    var editor: String?

    @Option(help: "The runtime, instead of the one beside this program.")
    var runtime: String?

    @Option(help: "After how many seconds the replay is ended.")
    var timeout: Double = 60

    func validate() throws {
        guard timeout > 0, timeout < 1e6 else {
            throw ValidationError("--timeout must be a positive number of seconds.")
        }
    }

    func run() throws {
        let code: RunExitCode
        do throws(Failure) {
            code = try perform()
        } catch {
            throw error.leave()
        }
        throw ExitCode(code.rawValue)
    }

    private func perform() throws(Failure) -> RunExitCode {
        let data = try contents()
        let replay: FuzzReplay
        do throws(ScriptError) {
            replay = try FuzzReplay(parsing: String(decoding: data, as: UTF8.self))
        } catch {
            throw Failure(sentence: "\(script), \(error)", code: .usage)
        }
        let program = program(for: replay.subject)
        try Program.requireProgram(program)
        try Program.require(for: [.g3], at: .smoke)
        let interruption = try Interruption.ofThisProcess()
        let directory = try Program.privateDirectory()
        defer { directory.remove() }
        let bounded = BoundedReplay(replay, program: program, directory: directory.path)
        let lines = try bounded.lines(within: timeout, interruption)
        withExtendedLifetime(interruption) {}
        try StandardOutput.say(
            lines.map { "\($0.holds ? "ok   " : "WRONG") \($0.text)" }.joined(separator: "\n"))
        return lines.allSatisfy(\.holds) ? .go : .noGo
    }

    private func contents() throws(Failure) -> Data {
        let kind = DescriptorFacts.following(script)?.kind
        if kind == .regular, let data = FileManager.default.contents(atPath: script) { return data }
        let why =
            switch kind {
            case nil: "it is not there"
            case .regular: "you may not read it"
            default: "it is no regular file"
            }
        throw Failure(
            sentence: "the script '\(script)' cannot be read: \(why); weld-gates explain G3 names "
                + "those that a run kept", code: .usage)
    }

    private func program(for role: SubjectRole) -> String {
        let chosen = role == .editor ? editor : runtime
        return chosen ?? Program.subjects.first { $0.role == role }?.path ?? ""
    }
}
