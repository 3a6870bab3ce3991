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
        let dirty =
            switch changes {
            case nil: "unknown"
            case "": "no"
            case let text?: "yes, \(text.split(separator: "\n").count) paths"
            }
        return [Fact("commit", commit), Fact("dirty", dirty)]
    }

    private static func unknown(_ why: String) -> [Fact] {
        [Fact("commit", "unknown: \(why)"), Fact("dirty", "unknown: \(why)")]
    }

    private static func git(_ arguments: [String], in directory: String) async -> String? {
        let result = try? await run(
            .name("git"), arguments: Arguments(["-C", directory] + arguments),
            output: .string(limit: 1 << 20), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
