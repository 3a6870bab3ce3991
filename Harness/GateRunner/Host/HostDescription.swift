import Foundation
import GateHost
public import GateKit

/// Everything that gates.md#rule-12 wants stored beside a run's figures.
public enum HostDescription {
    /// Gathers the facts, in the reader's order.
    ///
    /// - Parameters:
    ///   - executable: the path of the running program.
    ///   - binaries: The programs as they stood when the run began, with their digests.
    public static func facts(
        _ configuration: RunConfiguration, executable: String, binaries: BinaryWatch
    ) -> [Fact] {
        var facts = CheckoutFacts.gather(
            packageDirectory(of: executable), program: executable)
        facts.append(Fact(ProvenanceKey.configuration, BuildFacts.configuration))
        facts.append(Fact("compiler", BuildFacts.compiler))
        for path in [executable] + configuration.subjects.map(\.path) {
            let name = URL(fileURLWithPath: path).lastPathComponent
            facts.append(Fact("sha256 \(name)", binaries.digest(of: path)))
        }
        for option in configuration.options.sorted(by: { $0.key < $1.key }) {
            for program in option.value.programs {
                facts.append(
                    Fact("sha256 \(program.name)", binaries.digest(of: program.path)))
            }
        }
        for path in configuration.companions where FileVersion.following(path) != nil {
            let name = URL(fileURLWithPath: path).lastPathComponent
            facts.append(Fact("sha256 \(name)", binaries.digest(of: path)))
        }
        facts.append(Fact(ProvenanceKey.host, ProcessInfo.processInfo.hostName))
        facts += HostFacts.machine()
        for variable in ChildEnvironment.steering() {
            facts.append(Fact("environment \(variable.name)", variable.value))
        }
        // Device, driver and compositor are facts of the attempts that use them.
        facts.append(Fact("seed", "\(configuration.seed)"))
        return facts + configuration.invocation
    }

    /// Returns the package that a binary was built from: the nearest folder above it that holds a
    /// manifest, or nil where it was installed elsewhere.
    public static func packageDirectory(of executable: String) -> String? {
        var directory = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        while directory.path != "/" {
            if FileManager.default.fileExists(atPath: "\(directory.path)/Package.swift") {
                return directory.path
            }
            directory.deleteLastPathComponent()
        }
        return nil
    }
}

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
