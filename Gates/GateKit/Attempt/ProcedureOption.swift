/// What a procedure lets whoever starts a run decide on the command line, such as
/// `--compositor session`.
///
/// The runner knows no option by name: it has the options of the procedures that it runs prepared,
/// and hands what came of them on in ``AttemptPlan/options``.
public struct ProcedureOption: Sendable {
    /// What follows the name on the command line.
    public enum ValueKind: Hashable, Sendable {
        /// One of these words.
        case choice([String])
        /// The path of a folder; ``prepare`` gets it absolute.
        case folder
    }

    /// The name without dashes at its front, such as `keep-frames`.
    public var name: String
    /// What follows the name.
    public var valueKind: ValueKind
    /// What is meant where the option is not given; nil leaves it out.
    public var defaultValue: String?
    /// What it does, in the sentences that `--help` shows.
    public var help: String
    /// Whether the attempts of controls are told, too.
    public var appliesToControls: Bool
    /// Checks a value before anything is run, makes what it needs, and returns what plans are told.
    ///
    /// The second argument looks up a variable of the environment that the run was started in: an
    /// attempt has another. Throws an ``OptionRefusal`` where no run should begin.
    public var prepare:
        @Sendable (_ value: String, _ environment: (String) -> String?) throws(OptionRefusal) ->
            PreparedOption

    /// Declares an option; see the properties.
    public init(
        _ name: String, _ valueKind: ValueKind, defaultValue: String? = nil, help: String,
        appliesToControls: Bool = true,
        prepare:
            @escaping @Sendable (_ value: String, _ environment: (String) -> String?)
            throws(OptionRefusal) -> PreparedOption
    ) {
        self.name = name
        self.valueKind = valueKind
        self.defaultValue = defaultValue
        self.help = help
        self.appliesToControls = appliesToControls
        self.prepare = prepare
    }
}

/// What came of an option that was given.
public struct PreparedOption: Hashable, Sendable {
    /// A program that is tested besides.
    public struct Program: Hashable, Sendable {
        /// Its name in the facts of a run.
        public var name: String
        /// Its path.
        public var path: String

        /// Names a program.
        public init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    /// What plans are told, by key.
    public var entries: [String: String]
    /// The programs that are tested besides; their digests are stored with the run.
    public var programs: [Program]

    /// Says what came of an option.
    public init(entries: [String: String], programs: [Program] = []) {
        self.entries = entries
        self.programs = programs
    }
}

/// Why a run with such an option should not begin.
public struct OptionRefusal: Error, Hashable, Sendable {
    /// What is wrong and what to do, in one sentence.
    public var sentence: String
    /// What the program ends with.
    public var exitCode: RunExitCode

    /// Refuses a value.
    public init(_ sentence: String, exitCode: RunExitCode) {
        self.sentence = sentence
        self.exitCode = exitCode
    }
}
