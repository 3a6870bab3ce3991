// What Swift's library for embedded programs does not have, as far as the stubs use it.
//
// The stubs' sources, these files and CatalogueTable.swift together are one module that
// CI/lib/embedded.sh compiles for Windows and arm64; no target of the package holds this folder.

/// The arguments as the library would find them: none, for `weld_argument` tells them.
enum CommandLine {
    static var arguments: [String] { [] }
}

extension String {
    /// Whether a text is part of this one, byte by byte.
    func contains(_ part: String) -> Bool {
        let all = Array(utf8)
        let wanted = Array(part.utf8)
        guard all.count >= wanted.count else { return false }
        return (0...all.count - wanted.count).contains { start in
            all[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}

extension Array where Element == String {
    /// The texts one after the other, with another between them.
    func joined(separator: String) -> String {
        var all = ""
        for (index, text) in enumerated() {
            if index > 0 { all += separator }
            all += text
        }
        return all
    }
}
