/// The systems that the matrix has a column for.
public enum PlatformID: String, Codable, CaseIterable, Hashable, Sendable {
    case linux
    case macos
    case windows

    /// The name that a reader of the report knows.
    public var title: String {
        switch self {
        case .linux: "Linux"
        case .macos: "macOS"
        case .windows: "Windows"
        }
    }
}
