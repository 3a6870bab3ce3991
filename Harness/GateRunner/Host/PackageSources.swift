import Foundation
import GateKit

/// The sources of the package that the programs are built from (gates.md#rule-12).
///
/// What the compiler is given decides, not what a version control has to say of it: every file
/// under the folders of the manifest's targets counts, tracked or not, ignored or not.
struct PackageSources {
    /// The package's folder.
    let directory: String
    /// The files and symbolic links, relative to the package, sorted.
    let paths: [String]

    /// What the manifest builds programs from.
    private static let folders = ["Sources", "Gates", "Harness", "shaders"]

    /// Lists the sources of a package.
    init(of directory: String) {
        self.directory = directory
        let file = FileManager.default
        let manifests = ((try? file.contentsOfDirectory(atPath: directory)) ?? []).filter {
            ($0.hasPrefix("Package") && $0.hasSuffix(".swift")) || $0 == "Package.resolved"
        }
        let below = Self.folders.flatMap { folder in
            // Links are listed and not followed.
            (file.enumerator(atPath: "\(directory)/\(folder)")?.compactMap { $0 as? String } ?? [])
                .map { "\(folder)/\($0)" }
        }
        paths = (manifests + below.filter { Self.kind(of: "\(directory)/\($0)") != .typeDirectory })
            .sorted()
    }

    /// The SHA-256 over the list of paths, each with the SHA-256 of its content: the same for the
    /// same sources wherever they lie.
    var digest: String {
        var digest = SHA256()
        for path in paths {
            let whole = "\(directory)/\(path)"
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: whole)
            let content = BuildFacts.digest(of: whole)
            digest.update(Array("\(content) \(link.map { "-> \($0) " } ?? "")\(path)\0".utf8))
        }
        return digest.finish()
    }

    /// What is at a path, a link being a link; nil for nothing.
    static func kind(of path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }
}
