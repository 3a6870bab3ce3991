import Foundation

/// Whether a binary was built before one of its sources was changed.
///
/// `swift run` always rebuilds; this catches who starts the program out of `.build` by hand.
enum SourceFreshness {
    /// Returns a source that is newer than the binary, relative to the package; nil where there
    /// is none, or where the binary's sources are not known.
    ///
    /// The linker's own list of objects says which modules are in the binary: a change in the
    /// editor alone does not age the runtime.
    static func newerSource(than binary: String) -> String? {
        guard let package = HostDescription.packageDirectory(of: binary),
            let built = HostFile.facts(binary)?.modified
        else { return nil }
        for module in modules(of: binary) {
            if let file = newerFile(in: "Sources/\(module)", of: package, than: built) {
                return file
            }
        }
        return nil
    }

    private static func modules(of binary: String) -> [String] {
        let list = "\(binary).product/Objects.LinkFileList"
        guard let text = try? String(contentsOfFile: list, encoding: .utf8) else { return [] }
        let names = text.split(separator: "\n").compactMap { line -> String? in
            line.split(separator: "/").last { $0.hasSuffix(".build") && $0 != ".build" }
                .map { String($0.dropLast(".build".count)) }
        }
        return Set(names).sorted()
    }

    private static func newerFile(
        in directory: String, of package: String, than built: Int64
    ) -> String? {
        let root = "\(package)/\(directory)"
        guard let files = FileManager.default.enumerator(atPath: root) else { return nil }
        for case let name as String in files
        where [".swift", ".c", ".h"].contains(where: name.hasSuffix) {
            if let facts = HostFile.facts("\(root)/\(name)"), facts.modified > built {
                return "\(directory)/\(name)"
            }
        }
        return nil
    }
}
