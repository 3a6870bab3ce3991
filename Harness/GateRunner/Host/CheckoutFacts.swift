import Foundation
import GateKit
import Subprocess
import SystemPackage

/// Which commit the binaries come from, and whether the tree differs from it.
enum CheckoutFacts {
    /// Returns commit and dirty flag; `results/` is what runs write and is left out of the flag.
    static func gather(_ packageDirectory: String?) async -> [Fact] {
        guard let packageDirectory else { return unknown("not run from a checkout") }
        guard let commit = await git(["rev-parse", "HEAD"], in: packageDirectory) else {
            return unknown("git is missing or \(packageDirectory) is no checkout")
        }
        let changes = await git(
            ["status", "--porcelain", "--", ".", ":(exclude)results"], in: packageDirectory)
        var facts = [Fact(ProvenanceKey.commit, commit)]
        guard let changes else { return facts + [Fact(ProvenanceKey.dirty, "unknown")] }
        let count = changes.split(separator: "\n").count
        facts.append(Fact(ProvenanceKey.dirty, count == 0 ? "no" : "yes"))
        if count > 0 { facts.append(Fact("changed paths", "\(count)")) }
        return facts
    }

    private static func unknown(_ why: String) -> [Fact] {
        [
            Fact(ProvenanceKey.commit, "unknown: \(why)"),
            Fact(ProvenanceKey.dirty, "unknown: \(why)"),
        ]
    }

    private static func git(_ arguments: [String], in directory: String) async -> String? {
        let result = try? await run(
            .name("git"), arguments: Arguments(["-C", directory] + arguments),
            output: .string(limit: 1 << 20), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
