import Foundation
import GateKit
import GateRunner

/// What this very program knows of itself.
enum Program {
    /// The path of the running binary.
    static var path: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    /// The binaries under test: they stand beside this one.
    static var subjects: [SubjectBinary] {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return [
            SubjectBinary(.editor, path: "\(directory)/weld-editor"),
            SubjectBinary(.runtime, path: "\(directory)/weld-runtime"),
        ]
    }

    /// Where private directories are made.
    static var temporaryDirectory: String { environment("TMPDIR") ?? "/tmp" }

    /// Whether a continuous-integration service started this.
    ///
    /// They set CI to a word of their own, such as `true`, `1` or their name; one that says no means
    /// no (platform.md#surroundings).
    static var isCI: Bool {
        guard let word = environment("CI")?.lowercased() else { return false }
        return !["0", "false", "no", "off", "n", "f"].contains(word)
    }

    /// Returns a variable of the environment that is set and not empty.
    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
