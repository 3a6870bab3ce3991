/// The name of a shared-memory object, `/weld-shm-<role>-<pid>` (platform.md#shared-memory).
public struct SharedMemoryName: Sendable, Hashable, CustomStringConvertible {
    /// At most this many characters, the slash included (macOS's limit, kept everywhere).
    public static let lengthLimit = 30

    /// The whole name, with its leading slash.
    public let text: String
    /// Who made it, for example `viewport`.
    public let role: String
    /// The pid of the process that owns it.
    public let ownerPID: Int32

    private static let prefix = "/weld-shm-"

    /// Composes the name; nil when the role is empty, holds anything but a to z and 0 to 9, or
    /// makes the name too long.
    public init?(role: String, ownerPID: Int32) {
        let text = "\(Self.prefix)\(role)-\(ownerPID)"
        guard
            !role.isEmpty, ownerPID > 0, text.utf8.count <= Self.lengthLimit,
            role.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) })
        else { return nil }
        self.text = text
        self.role = role
        self.ownerPID = ownerPID
    }

    /// Reads a name; nil unless it has exactly the form that ``init(role:ownerPID:)`` composes.
    public init?(_ text: String) {
        guard
            text.hasPrefix(Self.prefix), let dash = text.lastIndex(of: "-"),
            let pid = Int32(text[text.index(after: dash)...])
        else { return nil }
        let start = text.index(text.startIndex, offsetBy: Self.prefix.count)
        guard start <= dash,
            let name = SharedMemoryName(role: String(text[start..<dash]), ownerPID: pid),
            name.text == text
        else { return nil }
        self = name
    }

    /// The whole name.
    public var description: String { text }
}
