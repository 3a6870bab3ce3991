// Unsafe code: a path is handed to C as a string that ends in 0, for the length of the call.
internal import CGateSystem
public import GateKit

/// What a system offers of what every gate's judge stands upon (preconditions.md, `proc`).
public struct SystemFacts: Hashable, Sendable {
    /// The system.
    public var platform: PlatformID
    /// With what error ``processTable`` refuses to be read; nil where it can be.
    public var processTableError: Int32?

    /// The file by which processes, descriptors and memory are looked at.
    public static let processTable = "/proc/self/stat"

    /// Creates facts.
    public init(platform: PlatformID, processTableError: Int32?) {
        self.platform = platform
        self.processTableError = processTableError
    }

    /// Asks this machine.
    public static func here() -> SystemFacts {
        let error = unsafe gate_system_reads(processTable)
        return SystemFacts(
            platform: platform(of: gate_system()), processTableError: error == 0 ? nil : error)
    }

    private static func platform(of system: gate_system) -> PlatformID {
        switch system {
        case GATE_SYSTEM_MACOS: .macos
        case GATE_SYSTEM_WINDOWS: .windows
        default: .linux
        }
    }
}
