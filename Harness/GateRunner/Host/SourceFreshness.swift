import Foundation
import GateHost

/// Whether a binary was built before one of its sources was changed.
///
/// `swift run` always rebuilds; this catches who starts the program out of `.build` by hand.
enum SourceFreshness {
    /// Returns what is newer than the binary, relative to the package; nil where nothing is, or
    /// where the binary's sources are not known.
    ///
    /// The linker's own list of objects says what is in the binary: a change in the editor alone
    /// does not age the runtime. A source that was only touched is not compiled again; what the
    /// compiler leaves then is a new record of having looked, so that record counts too.
    static func newerSource(than binary: String) -> String? {
        guard let package = HostDescription.packageDirectory(of: binary),
            let linked = DescriptorFacts.following(binary)?.modified
        else { return nil }
        for (directory, objects) in modules(of: binary) {
            let module = URL(fileURLWithPath: directory).deletingPathExtension().lastPathComponent
            guard let sources = folder(of: module, in: package) else { continue }
            let compiled =
                objects.compactMap { DescriptorFacts.following($0)?.modified }.max() ?? linked
            if compiled > linked { return "the objects of \(module)" }
            let looked = DescriptorFacts.following("\(directory)/primary.priors")?.modified ?? 0
            if let file = newerFile(in: sources, of: package, than: max(linked, looked)) {
                return file
            }
        }
        return nil
    }

    /// The objects in the binary by the folder of their module.
    private static func modules(of binary: String) -> [(directory: String, objects: [String])] {
        let list = "\(binary).product/Objects.LinkFileList"
        guard let text = try? String(contentsOfFile: list, encoding: .utf8) else { return [] }
        let objects = text.split(separator: "\n").map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: "'\" "))
        }
        let byModule = Dictionary(grouping: objects) { object in
            object.range(of: ".build/", options: .backwards).map {
                String(object[..<$0.upperBound].dropLast())
            } ?? ""
        }
        return byModule.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The folder of a module's sources; nil for a module of another package.
    ///
    /// A program's objects lie in a folder with its name spelled as a module's.
    private static func folder(of module: String, in package: String) -> String? {
        ["Sources", "Gates", "Harness"].flatMap { parent in
            [module, module.replacingOccurrences(of: "_", with: "-")].map { "\(parent)/\($0)" }
        }.first { FileManager.default.fileExists(atPath: "\(package)/\($0)") }
    }

    private static func newerFile(
        in directory: String, of package: String, than built: Int64
    ) -> String? {
        let root = "\(package)/\(directory)"
        guard let files = FileManager.default.enumerator(atPath: root) else { return nil }
        for case let name as String in files
        where [".swift", ".c", ".h"].contains(where: name.hasSuffix) {
            if let facts = DescriptorFacts.following("\(root)/\(name)"), facts.modified > built {
                return "\(directory)/\(name)"
            }
        }
        return nil
    }
}
