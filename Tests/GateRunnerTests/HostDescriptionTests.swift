import Foundation
import GateKit
import Testing

@testable import GateRunner

/// The facts that gates.md#rule-12 asks for.
@Suite("Host description")
struct HostDescriptionTests {
    private func facts(_ executable: String) async -> [String: String] {
        let configuration = RunConfiguration(
            declarations: [], procedures: [], gates: [], profile: .smoke, seed: 42,
            hostClass: "test", attemptCommand: [],
            subjects: [SubjectBinary(.editor, path: "/bin/true")],
            invocation: [Fact("command", "weld-gates --all"), Fact("ci", "no")],
            artefactDirectory: "", temporaryDirectory: "")
        let facts = await HostDescription.facts(configuration, executable: executable)
        return Dictionary(facts.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }

    @Test(
        "every fact is there and says something",
        arguments: [
            "commit", "dirty", "configuration", "compiler", "sha256 true", "sha256 cat", "host",
            "kernel", "cpu", "cores", "memory", "virtualisation", "seed", "command", "ci",
        ])
    func complete(key: String) async {
        #expect(await facts("/bin/cat")[key]?.isEmpty == false)
    }

    @Test("outside a checkout the commit is unknown and says why")
    func noCheckout() async {
        let facts = await facts("/bin/cat")
        #expect(facts["commit"] == "unknown: not run from a checkout")
    }

    @Test("a package that is no checkout is said to be none")
    func noGit() async throws {
        let path = "/tmp/hd-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "".write(toFile: "\(path)/Package.swift", atomically: false, encoding: .utf8)
        let facts = await facts("\(path)/weld-gates")
        #expect(facts["commit"] == "unknown: git is missing or \(path) is no checkout")
        #expect(facts["sha256 weld-gates"] == "unreadable")
    }

    @Test("results are left out of the dirty flag, anything else is not")
    func dirty() async throws {
        let path = "/tmp/hd-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: "\(path)/results", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "".write(toFile: "\(path)/Package.swift", atomically: false, encoding: .utf8)
        for arguments in [
            ["init", "-q"], ["add", "."],
            ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"],
        ] {
            let git = Process()
            git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            git.arguments = ["git", "-C", path] + arguments
            try git.run()
            git.waitUntilExit()
        }
        try "".write(toFile: "\(path)/results/new", atomically: false, encoding: .utf8)
        #expect(await facts("\(path)/x")["dirty"] == "no")
        try "".write(toFile: "\(path)/new", atomically: false, encoding: .utf8)
        let facts = await facts("\(path)/x")
        #expect(facts["dirty"] == "yes")
        #expect(facts["changed paths"] == "1")
    }
}
