/// The environment of everything that the judge starts: built, and not inherited
/// (platform.md#surroundings).
///
/// A variable that is not on the list reaches no child, so no shell and no service decides what
/// the judged, or a library or tool beside it, does.
public enum ChildEnvironment {
    /// A variable that is passed on.
    public struct Passed: Sendable {
        /// Its name.
        public let name: String
        /// Why it has to be.
        public let reason: String
        /// Whether it can change what the judged does, so that its value belongs to the run's facts.
        public let steers: Bool
        /// Whether only an attempt finds it, which hands it to what draws alone.
        public var isForAttempts = false
    }

    /// Every variable that is passed on, with its reason.
    public static let passed =
        common + sanitizers + drivers

    private static let common = [
        Passed(
            name: "PATH", reason: "the tools of the system are found by it: git, gdb, sway",
            steers: false),
        Passed(
            name: "LD_LIBRARY_PATH",
            reason: "where the judge found its libraries the judged must find the same ones",
            steers: true),
        Passed(
            name: "TMPDIR", reason: "in an attempt it is the judge's own directory", steers: false),
        Passed(
            name: "XDG_RUNTIME_DIR",
            reason: "in an attempt it is the judge's own directory, for sockets", steers: false),
    ]

    private static let sanitizers = ["ASAN", "LSAN", "TSAN", "UBSAN"].map {
        Passed(
            name: "\($0)_OPTIONS", reason: "only programs built with that sanitizer read it",
            steers: true)
    }

    private static let drivers = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"].map {
        Passed(
            name: $0, reason: "the user's own choice of a graphics driver", steers: true,
            isForAttempts: true)
    }

    /// Returns the environment of a child, as `NAME=value`.
    ///
    /// It speaks English, since what programs say is searched for words; its home is the judge's
    /// directory, since a user's holds settings; and no Swift program of it prints a backtrace,
    /// with which it would survive a first SEGV from outside (gates.md#rule-7).
    /// - Parameters:
    ///   - additions: What the caller sets, whatever was found.
    ///   - inherited: What this process found itself.
    public static func variables(
        adding additions: [String: String] = [:],
        from inherited: [String] = ProcessEnvironment.all()
    ) -> [String] {
        table(adding: additions, from: inherited).sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
    }

    /// Returns the same as values by their names.
    ///
    /// - Parameter isAttempt: Whether the child is an attempt.
    public static func table(
        adding additions: [String: String] = [:], isAttempt: Bool = false,
        from inherited: [String] = ProcessEnvironment.all()
    ) -> [String: String] {
        let found = values(inherited)
        var variables = [
            "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "HOME": found["TMPDIR"] ?? "/tmp",
        ]
        for passed in passed where isAttempt || !passed.isForAttempts {
            variables[passed.name] = found[passed.name]
        }
        return variables.merging(additions) { $1 }
    }

    /// Returns what of the list is set and can change what the judged does.
    public static func steering(
        from inherited: [String] = ProcessEnvironment.all()
    ) -> [(name: String, value: String)] {
        let found = values(inherited)
        return passed.filter(\.steers).compactMap { passed in
            found[passed.name].map { (passed.name, $0) }
        }
    }

    /// The values by their names; of a name that stands twice the first counts, as for getenv.
    private static func values(_ variables: [String]) -> [String: String] {
        let pairs = variables.compactMap { text -> (String, String)? in
            guard let sign = text.firstIndex(of: "=") else { return nil }
            return (String(text[..<sign]), String(text[text.index(after: sign)...]))
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
