import Foundation
import GateHost
import GateKit

/// Which commit the sources of a package are, and whether they differ from it
/// (gates.md#rule-12).
///
/// The sources on the disk decide; a commit only names them. So its tree is compared with the
/// files themselves, by content: no index, no ignore rule and no setting can hide a difference.
struct Checkout {
    /// The commit, in full.
    let commit: String
    /// What is different, missing or additional on the disk, relative to the package, sorted.
    let changed: [String]

    /// How long git may take for everything.
    private static let patience: Duration = .seconds(10)

    /// Asks git for the commit of a package and compares.
    init(_ sources: PackageSources, within limit: Duration = Self.patience) throws(Git.Silence) {
        let git = try Git(in: sources.directory, within: limit)
        let prefix = try git.output(["rev-parse", "--show-prefix"]).trimmed
        commit = try git.output(["rev-parse", "--verify", "HEAD^{commit}"]).trimmed
        let tree = try Self.tree(git, at: "\(commit):\(prefix)")
        guard tree["Package.swift"] != nil else {
            throw Git.Silence(
                description: "the repository around \(sources.directory) does not hold it")
        }
        let listed = try git.list([
            "ls-files", "-z", "--cached", "--others", "--exclude-per-directory=.gitignore",
        ])
        let additional = (listed + sources.paths).filter {
            tree[$0] == nil && $0 != "Package.resolved"
        }
        let different = try Self.different(tree, git, in: sources.directory)
        changed = Set(additional + different).filter { !$0.hasPrefix("results/") }.sorted()
    }

    /// What the commit says of the package: hashes by path.
    ///
    /// Of a link or a repository within it this says nothing: neither is a source, and what stands
    /// in the place of one counts as different.
    private static func tree(
        _ git: Git, at name: String
    ) throws(Git.Silence) -> [String: String] {
        let lines = try git.list(["ls-tree", "-r", "-z", "--full-tree", name])
        let pairs = lines.compactMap { line -> (String, String)? in
            // MODE SP TYPE SP HASH TAB PATH
            guard let tab = line.firstIndex(of: "\t") else { return nil }
            let words = line[..<tab].split(separator: " ")
            guard words.count == 3 else { return nil }
            let isFile = words[0].hasPrefix("100") && words[1] == "blob"
            return (String(line[line.index(after: tab)...]), isFile ? String(words[2]) : "")
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func different(
        _ tree: [String: String], _ git: Git, in directory: String
    ) throws(Git.Silence) -> [String] {
        // A path with a line feed cannot be asked for, and is no source of ours.
        let files = tree.keys.filter {
            !$0.contains("\n") && PackageSources.kind(of: "\(directory)/\($0)") == .typeRegular
        }.sorted()
        // Whole paths: git looks from the repository's root, and a quotation mark in front would mean
        // something else.
        let request = files.map { "\(directory)/\($0)\n" }.joined()
        let hashes = try git.output(
            ["hash-object", "--no-filters", "--stdin-paths"], reading: request
        )
        .split(separator: "\n").map(String.init)
        guard hashes.count == files.count else {
            throw Git.Silence(description: "git hashed \(hashes.count) of \(files.count) files")
        }
        let own = Dictionary(uniqueKeysWithValues: zip(files, hashes))
        return tree.filter { own[$0.key] != $0.value }.map(\.key)
    }
}

/// What is stored of a package's sources.
enum CheckoutFacts {
    /// Returns the facts: commit, whether the sources differ from it, and their own hash.
    ///
    /// - Parameter program: The running program, which may be older than the sources.
    static func gather(_ packageDirectory: String?, program: String) -> [Fact] {
        guard let packageDirectory else { return unknown("not run from a checkout") }
        let sources = PackageSources(of: packageDirectory)
        let digest = Fact("sha256 sources", sources.digest)
        let checkout: Checkout
        do throws(Git.Silence) {
            checkout = try Checkout(sources)
        } catch {
            return unknown(error.description) + [digest]
        }
        var facts = [Fact(ProvenanceKey.commit, checkout.commit)]
        let newer = SourceFreshness.newerSource(than: program)
        let isClean = checkout.changed.isEmpty && newer == nil
        facts.append(Fact(ProvenanceKey.dirty, isClean ? "no" : "yes"))
        if !checkout.changed.isEmpty {
            facts.append(Fact("changed paths", "\(checkout.changed.count)"))
        }
        if let newer { facts.append(Fact("built before", newer)) }
        return facts + [digest]
    }

    private static func unknown(_ why: String) -> [Fact] {
        [
            Fact(ProvenanceKey.commit, "unknown: \(why)"),
            Fact(ProvenanceKey.dirty, "unknown: \(why)"),
        ]
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .newlines) }
}
