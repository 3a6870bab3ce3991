import Foundation
import GateHost
import GateKit
import Testing

@testable import GateRunner

/// Which commit the sources are, whatever the surroundings say (gates.md#rule-12).
@Suite("Checkout")
struct CheckoutTests {
    @Test("sources as they were committed are clean, whatever lies in results")
    func clean() throws {
        let place = try Place()
        try place.write("results/new", "x")
        let checkout = try place.checkout()
        #expect(checkout.changed == [])
        #expect(checkout.commit == (try place.git("rev-parse", "HEAD")))
        #expect(checkout.commit.count == 40)
    }

    @Test(
        "what differs from the commit is seen",
        arguments: [
            ("Sources/A/a.swift", "other"), ("README.md", "other"), ("Sources/A/new.swift", "new"),
            ("Package@swift-6.9.swift", "new"), ("notes.txt", "new"), ("Harness/x.c", "new"),
        ])
    func different(path: String, text: String) throws {
        let place = try Place()
        try place.write(path, text)
        #expect(try place.checkout().changed == [path])
    }

    @Test("a source that is gone, or a link, is seen")
    func missing() throws {
        let place = try Place()
        let file = FileManager.default
        try file.removeItem(atPath: "\(place.package)/README.md")
        try file.removeItem(atPath: "\(place.package)/Sources/A/a.swift")
        try place.write("elsewhere.txt", "let a = 1\n")
        try file.createSymbolicLink(
            atPath: "\(place.package)/Sources/A/a.swift",
            withDestinationPath: "../../elsewhere.txt")
        #expect(
            try place.checkout().changed == ["README.md", "Sources/A/a.swift", "elsewhere.txt"])
    }

    @Test(
        "no setting, index or ignore rule hides a source",
        arguments: [
            ["config", "status.showUntrackedFiles", "no"], ["config", "core.fileMode", "false"],
            ["config", "core.fsmonitor", "echo >\"$0.ran\"; false"],
            ["config", "core.excludesFile", "everything"], ["config", "core.ignoreStat", "true"],
            ["update-index", "--assume-unchanged", "Sources/A/a.swift"],
            ["update-index", "--skip-worktree", "Sources/A/a.swift"],
            ["config", "diff.external", "true"], ["config", "core.hooksPath", "hooks"],
            ["config", "filter.f.clean", "printf 'let a = 1\\n'"],
        ])
    func hidden(settings: [String]) throws {
        let place = try Place()
        try place.git(settings)
        try place.write(".git/info/exclude", "*\n")
        try place.write(".git/info/attributes", "*.swift filter=f\n")
        try place.write("everything", "*\n")
        try place.write("Sources/A/a.swift", "let a = 2\n")
        try place.write("Sources/A/new.swift", "")
        let changed = try place.checkout().changed
        #expect(changed.contains("Sources/A/a.swift"))
        #expect(changed.contains("Sources/A/new.swift"))
    }

    @Test("a source in the index alone, and one that its folder ignores, are seen")
    func added() throws {
        let place = try Place()
        try place.write("Sources/A/.gitignore", "*\n")
        try place.write("Sources/A/ignored.swift", "")
        try place.write("tool.txt", "")
        try place.git(["add", "tool.txt"])
        try FileManager.default.removeItem(atPath: "\(place.package)/tool.txt")
        #expect(
            try place.checkout().changed == [
                "Sources/A/.gitignore", "Sources/A/ignored.swift", "tool.txt",
            ])
    }

    @Test("a repository around a package that it does not hold names no commit")
    func foreign() throws {
        let place = try Place()
        let inner = "\(place.package)/results/copy"
        try FileManager.default.createDirectory(
            atPath: inner, withIntermediateDirectories: true)
        try "".write(toFile: "\(inner)/Package.swift", atomically: false, encoding: .utf8)
        let why = #expect(throws: Git.Silence.self) {
            _ = try Checkout(PackageSources(of: inner))
        }
        #expect(why?.description == "the repository around \(inner) does not hold it")
    }

    @Test("a package in a folder of a repository, and in a worktree, has that one's commit")
    func within() throws {
        let place = try Place(folder: "deep/er")
        #expect(try place.checkout().changed == [])
        let tree = "\(place.root)/tree"
        try place.git(["worktree", "add", "-q", tree])
        let checkout = try Checkout(PackageSources(of: "\(tree)/deep/er"))
        #expect(checkout.changed == [])
        try "x".write(toFile: "\(tree)/deep/er/b", atomically: false, encoding: .utf8)
        #expect(try Checkout(PackageSources(of: "\(tree)/deep/er")).changed == ["b"])
    }

    @Test("a package without a repository says so")
    func none() throws {
        let place = try Place()
        try FileManager.default.removeItem(atPath: "\(place.package)/.git")
        let why = #expect(throws: Git.Silence.self) { _ = try place.checkout() }
        #expect(why?.description == "\(place.package) is in no git repository")
    }

    @Test("the hash of the sources is that of their paths and content, wherever they lie")
    func digest() throws {
        let place = try Place()
        let other = try Place()
        let first = PackageSources(of: place.package).digest
        #expect(first == PackageSources(of: other.package).digest)
        try other.write("README.md", "no source")
        try other.write("Tests/t.swift", "")
        #expect(first == PackageSources(of: other.package).digest)
        try other.write("Sources/A/a.swift", "let a = 2\n")
        let second = PackageSources(of: other.package).digest
        try other.write("shaders/new", "")
        #expect(Set([first, second, PackageSources(of: other.package).digest]).count == 3)
    }

    /// A small package in a repository of its own.
    private final class Place {
        let root = "/tmp/co-\(UUID().uuidString.prefix(8))"
        let package: String

        init(folder: String = "p") throws {
            package = "\(root)/r/\(folder)"
            try write("Package.swift", "// manifest\n")
            try write("README.md", "read\n")
            try write("Sources/A/a.swift", "let a = 1\n")
            let repository = folder == "p" ? package : "\(root)/r"
            try run(repository, ["init", "-q"])
            try git(["add", "."])
            try git(["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"])
        }

        deinit { try? FileManager.default.removeItem(atPath: root) }

        func checkout() throws -> Checkout { try Checkout(PackageSources(of: package)) }

        func write(_ name: String, _ text: String) throws {
            let url = URL(fileURLWithPath: "\(package)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: url, atomically: false, encoding: .utf8)
        }

        func git(_ arguments: [String]) throws { try run(package, arguments) }

        func git(_ arguments: String...) throws -> String { try run(package, arguments) }

        @discardableResult
        private func run(_ directory: String, _ arguments: [String]) throws -> String {
            let path = try #require(Preconditions.find("git"))
            let command = BoundedCommand(path: path, arguments: ["-C", directory] + arguments)
            let outcome = try command.run(until: .after(.seconds(60)))
            guard case .ended(.exited(code: 0), let output, _) = outcome else {
                Issue.record("git \(arguments): \(outcome)")
                return ""
            }
            return String(decoding: output, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
