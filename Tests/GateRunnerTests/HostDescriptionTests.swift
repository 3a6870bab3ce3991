import Foundation
import GateKit
import Testing

@testable import GateRunner

/// The facts that gates.md#rule-12 asks for.
@Suite("Host description")
struct HostDescriptionTests {
    private func facts(_ executable: String) -> [String: String] {
        let configuration = RunConfiguration(
            declarations: [], procedures: [], gates: [], profile: .smoke, seed: 42,
            hostClass: "test", attemptCommand: [],
            subjects: [SubjectBinary(.editor, path: "/bin/true")],
            invocation: [Fact("command", "weld-gates --all"), Fact("ci", "no")],
            artefactDirectory: "", temporaryDirectory: "")
        let facts = HostDescription.facts(
            configuration, executable: executable, binaries: BinaryWatch(configuration))
        return Dictionary(facts.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }

    @Test(
        "every fact is there and says something",
        arguments: [
            "commit", "dirty", "configuration", "compiler", "sha256 true", "sha256 cat", "host",
            "kernel", "cpu", "cores", "memory", "virtualisation", "seed", "command", "ci",
        ])
    func complete(key: String) {
        #expect(facts("/bin/cat")[key]?.isEmpty == false)
    }

    @Test("outside a checkout the commit is unknown and says why")
    func noCheckout() {
        let facts = facts("/bin/cat")
        #expect(facts["commit"] == "unknown: not run from a checkout")
    }

    @Test("a package that is no checkout is said to be none")
    func noGit() throws {
        let path = "/tmp/hd-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "".write(toFile: "\(path)/Package.swift", atomically: false, encoding: .utf8)
        let facts = facts("\(path)/weld-gates")
        #expect(facts["commit"] == "unknown: \(path) is in no git repository")
        #expect(facts["sha256 weld-gates"] == "unreadable")
        #expect(facts["sha256 sources"]?.count == 64)
    }

    @Test("what is said of a program is the digest by which it is watched: it is read once")
    func once() throws {
        let path = "/tmp/hd-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "first".write(toFile: path, atomically: false, encoding: .utf8)
        let configuration = RunConfiguration(
            declarations: [], procedures: [], gates: [], profile: .smoke, seed: 42,
            hostClass: "test", attemptCommand: [path],
            subjects: [SubjectBinary(.editor, path: path)], invocation: [],
            artefactDirectory: "", temporaryDirectory: "")
        let binaries = BinaryWatch(configuration)
        let digest = BuildFacts.digest(of: path)
        try "other".write(toFile: path, atomically: false, encoding: .utf8)
        let facts = HostDescription.facts(configuration, executable: path, binaries: binaries)
        let said = facts.filter { $0.key.hasPrefix("sha256 hd-") }.map(\.value)
        #expect(said == [digest, digest])
        #expect(binaries.fault()?.text.contains("its sha256 was \(digest)") == true)
    }
}
