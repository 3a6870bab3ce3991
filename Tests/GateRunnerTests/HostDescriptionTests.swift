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
        #expect(facts["commit"] == "unknown: \(path) is in no git repository")
        #expect(facts["sha256 weld-gates"] == "unreadable")
        #expect(facts["sha256 sources"]?.count == 64)
    }
}
