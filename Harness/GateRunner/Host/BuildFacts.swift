import Foundation
import GateKit

/// How the binaries were built, and which they are.
enum BuildFacts {
    /// The configuration that this very code was built in.
    static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    /// Returns the compiler that built this binary.
    ///
    /// Asking an installed `swift` instead would name whichever is installed today.
    static var compiler: String {
        #if compiler(>=6.4)
            "Swift 6.4 or later"
        #elseif compiler(>=6.3.2)
            "Swift 6.3.2 or later"
        #elseif compiler(>=6.3.1)
            "Swift 6.3.1"
        #elseif compiler(>=6.3)
            "Swift 6.3.0"
        #else
            "Swift 6.2"
        #endif
    }

    /// Returns the SHA-256 of a file, or why there is none.
    static func digest(of path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "unreadable" }
        defer { try? file.close() }
        var digest = SHA256()
        while let chunk = try? file.read(upToCount: 1 << 20), !chunk.isEmpty {
            digest.update([UInt8](chunk))
        }
        return digest.finish()
    }
}
