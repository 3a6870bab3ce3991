public import WeldContract

/// Which build this is: what the Hello, `--version` and the `started` event say.
public struct BuildIdentity: Equatable, Sendable {
    /// The engine's version; the one place where it stands.
    public static let engineVersion = "0.1.0"

    /// The engine's version.
    public let engine: String
    /// The build, or the sabotage that makes this process unfit to be measured.
    public let build: String

    /// Returns the identity of this process; a sabotage takes the build's place, in a form that no
    /// real build has.
    public static func current(sabotage: Sabotage? = nil) -> BuildIdentity {
        BuildIdentity(
            engine: engineVersion,
            build: sabotage.map { "sabotage:" + $0.name.rawValue } ?? configuration)
    }

    // The linker's build id would be better, but nothing that Sources may import can read it before
    // the first frame; the harness stores the hash of the binary itself (gates.md#rule-12).
    private static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
