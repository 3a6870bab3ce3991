import Foundation
import GateHost
import GateKit
import GateRunner

/// Signs statements and verifies signatures with ssh-keygen: keys that people have, and no code of
/// ours that a verdict's proof would rest on (report.md#bundles).
enum BundleSigning {
    /// What a signature is for; one that was made for another purpose is none.
    static let namespace = "weld-gates"

    /// Returns the signature of a statement.
    ///
    /// - Parameter key: A private key, or a public one whose private half an agent holds.
    static func sign(_ statement: String, key: String) throws(Failure) -> String {
        guard DescriptorFacts.following(key)?.kind == .regular else {
            throw Failure(sentence: "there is no key at '\(key)'", code: .usage)
        }
        let answer = try ask(["-Y", "sign", "-f", key, "-n", namespace], reading: statement)
        guard answer.code == 0, answer.output.hasPrefix("-----BEGIN SSH SIGNATURE-----") else {
            throw Failure(
                sentence:
                    "ssh-keygen cannot sign with '\(key)': \(answer.complaint); name a private key "
                    + "without a passphrase, or a public one whose agent runs", code: .usage)
        }
        return answer.output
    }

    /// Returns who of the allowed signers made a signature.
    ///
    /// - Parameter allowed: A file of allowed signers, as ssh-keygen reads it.
    static func signer(
        of statement: String, _ signature: String, allowed: String, bundle: String
    ) throws(Failure) -> String {
        guard DescriptorFacts.following(allowed)?.kind == .regular else {
            throw Failure(sentence: "there is no list of signers at '\(allowed)'", code: .usage)
        }
        let directory = try Program.privateDirectory()
        defer { directory.remove() }
        let file = "\(directory.path)/signature"
        do {
            try signature.write(toFile: file, atomically: false, encoding: .utf8)
        } catch {
            throw Failure(
                sentence: "the signature cannot be kept for ssh-keygen: "
                    + error.localizedDescription, code: .preconditionMissing)
        }
        let found = try ask(
            ["-Y", "find-principals", "-s", file, "-f", allowed], reading: "")
        let names = found.output.split(separator: "\n").map(String.init)
        guard found.code == 0, !names.isEmpty else {
            throw Failure(
                sentence: "'\(bundle)' was signed by nobody of '\(allowed)': \(found.complaint)",
                code: .noGo)
        }
        var last = ""
        for name in names {
            let answer = try ask(
                ["-Y", "verify", "-f", allowed, "-I", name, "-n", namespace, "-s", file],
                reading: statement)
            if answer.code == 0 { return name }
            last = answer.complaint
        }
        throw Failure(
            sentence: "the signature of '\(bundle)' is not one of its statement: \(last)",
            code: .noGo)
    }

    // MARK: - The program

    private struct Answer {
        var code: Int32
        var output: String
        var errors: String

        /// The last thing that it said.
        var complaint: String {
            let lines = (errors + "\n" + output).split(separator: "\n")
            return lines.first.map(String.init) ?? "it ended with \(code)"
        }
    }

    private static func ask(
        _ arguments: [String], reading input: String
    ) throws(Failure) -> Answer {
        let folders = (Program.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        let paths = folders.map { "\($0)/ssh-keygen" }
        guard let path = paths.first(where: RegularFile.isExecutable) else {
            throw Failure(
                sentence: "ssh-keygen is missing, which signs and verifies bundles; install it "
                    + "(apt-get install openssh-client)", code: .preconditionMissing)
        }
        var environment = ChildEnvironment.variables() + ["SSH_ASKPASS_REQUIRE=never"]
        if let agent = Program.environment("SSH_AUTH_SOCK") {
            environment.append("SSH_AUTH_SOCK=\(agent)")
        }
        let command = BoundedCommand(path: path, arguments: arguments, environment: environment)
        let outcome: BoundedCommand.Outcome
        do throws(SystemError) {
            outcome = try command.run(reading: Array(input.utf8), until: .after(.seconds(30)))
        } catch {
            throw Failure(error)
        }
        guard case .ended(let status, let output, let errors) = outcome else {
            throw Failure(
                sentence: "\(path) gave no answer within 30 s; give it a key without a passphrase, "
                    + "or an agent", code: .preconditionMissing)
        }
        var code: Int32 = -1
        if case .exited(let number) = status { code = number }
        return Answer(
            code: code, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }
}
