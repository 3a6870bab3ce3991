import Foundation
public import GateKit

/// Everything that gates.md#rule-12 wants stored beside a run's figures.
public enum HostDescription {
    /// Gathers the facts, in the reader's order.
    ///
    /// - Parameter executable: the path of the running program.
    public static func facts(
        _ configuration: RunConfiguration, executable: String
    ) async -> [Fact] {
        var facts = await CheckoutFacts.gather(packageDirectory(of: executable))
        facts.append(Fact(ProvenanceKey.configuration, BuildFacts.configuration))
        facts.append(Fact("compiler", BuildFacts.compiler))
        for path in [executable] + configuration.subjects.map(\.path) {
            let name = URL(fileURLWithPath: path).lastPathComponent
            facts.append(Fact("sha256 \(name)", BuildFacts.digest(of: path)))
        }
        for (name, path) in configuration.sanitizedStubs?.paths ?? [] {
            facts.append(Fact("sha256 \(name)", BuildFacts.digest(of: path)))
        }
        facts.append(Fact(ProvenanceKey.host, ProcessInfo.processInfo.hostName))
        facts += HostFacts.machine()
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
