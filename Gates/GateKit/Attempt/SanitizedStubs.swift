/// Where stubs stand that were built with a sanitizer: `address/weld-editor`,
/// `thread/weld-runtime` and their two siblings under one folder.
public struct SanitizedStubs: Codable, Hashable, Sendable {
    /// The folder.
    public var directory: String

    /// Names the folder.
    public init(directory: String) {
        self.directory = directory
    }

    /// Returns the path of a stub that was built with a sanitizer.
    public func path(_ role: SubjectRole, _ sanitizer: Sanitizer) -> String {
        "\(directory)/\(Self.name(role, sanitizer))"
    }

    /// Every stub: its name under the folder, such as `address/weld-editor`, and its path.
    public var paths: [(name: String, path: String)] {
        Sanitizer.allCases.flatMap { sanitizer in
            SubjectRole.allCases.map { (Self.name($0, sanitizer), path($0, sanitizer)) }
        }
    }

    private static func name(_ role: SubjectRole, _ sanitizer: Sanitizer) -> String {
        "\(sanitizer.rawValue)/weld-\(role.rawValue)"
    }
}

/// What a compiler builds into a program so that it finds its own faults; raw values are those of
/// the compiler's own option.
public enum Sanitizer: String, Codable, CaseIterable, Hashable, Sendable {
    /// Finds memory that is used before or after its life, or beyond its end.
    case address
    /// Finds memory that two threads use at once without order.
    case thread

    /// The function of its run-time library that every such program has.
    public var entryPoint: String {
        switch self {
        case .address: "__asan_init"
        case .thread: "__tsan_init"
        }
    }

    /// The variable of the environment that its run-time library reads.
    public var optionsVariable: String {
        switch self {
        case .address: "ASAN_OPTIONS"
        case .thread: "TSAN_OPTIONS"
        }
    }
}
