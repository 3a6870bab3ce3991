public import WeldContract

/// A stub's command line: the table of its options and the text around it.
public struct CommandSyntax<Settings: Sendable>: Sendable {
    /// What a command line asks for.
    public enum Request: Sendable {
        /// Run with these settings.
        case run(Settings)
        /// Print the help text.
        case help
        /// Print the version.
        case version
        /// Print what the program offers to a judge.
        case contract(ContractOffer)
    }

    /// The program's name.
    public let program: String
    /// Which of the two it is; nil for a program that no judge asks for its contract.
    public let role: ProcessRole?
    /// What the program is, in a few lines.
    public let summary: String
    /// The options in the order of `--help`.
    public let options: [Option<Settings>]
    /// What else a user should know: phases, sabotages, signals.
    public let notes: String
    /// Command lines worth typing.
    public let examples: [String]

    /// Makes a command line.
    public init(
        program: String, role: ProcessRole? = nil, summary: String,
        options: [Option<Settings>], notes: String = "", examples: [String]
    ) {
        self.program = program
        self.role = role
        self.summary = summary
        self.options = options
        self.notes = notes
        self.examples = examples
    }

    /// Reads the arguments (without the program's name) into the settings.
    ///
    /// Values follow as the next word or after `=`. `--help`, `--version` and `--contract` win over whatever
    /// comes after them.
    public func parse(
        _ arguments: [String], into defaults: Settings
    ) throws(ArgumentError) -> Request {
        var settings = defaults
        var seen: Set<String> = []
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            index += 1
            if word == "--help" { return .help }
            if word == "--version" { return .version }
            if word == "--contract", let role { return .contract(.own(role)) }
            let (name, inlineValue) = Self.split(word)
            guard name.hasPrefix("--") else { throw .unexpectedArgument(word) }
            guard let option = options.first(where: { $0.name == name }) else {
                throw .unknownOption(name)
            }
            guard seen.insert(name).inserted || option.repeats else {
                throw .repeated(option: name)
            }
            let value = try value(of: option, inlineValue, arguments, &index)
            do {
                try option.apply(&settings, value)
            } catch {
                throw .badValue(option: name, value: value, expected: error.expected)
            }
        }
        for option in options where option.isRequired && !seen.contains(option.name) {
            throw .missingOption(option: option.name, placeholder: option.placeholder ?? "")
        }
        return .run(settings)
    }

    private func value(
        of option: Option<Settings>, _ inlineValue: String?, _ arguments: [String],
        _ index: inout Int
    ) throws(ArgumentError) -> String {
        guard let placeholder = option.placeholder else {
            guard inlineValue == nil else { throw .superfluousValue(option: option.name) }
            return ""
        }
        if let inlineValue { return inlineValue }
        guard index < arguments.count,
            option.takesAnything || !arguments[index].hasPrefix("--")
        else { throw .missingValue(option: option.name, placeholder: placeholder) }
        defer { index += 1 }
        return arguments[index]
    }

    private static func split(_ word: String) -> (name: String, value: String?) {
        guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
}

/// One line of a stub's table of options; parsing and `--help` are both made from it.
public struct Option<Settings: Sendable>: Sendable {
    /// What an option does with the settings: takes a value, or is a switch.
    public typealias Application =
        @Sendable (inout Settings, String) throws(OptionValue.Mismatch) -> Void

    /// Its name with the two dashes.
    public let name: String
    /// What its value is called in `--help`; nil for a switch.
    public let placeholder: String?
    /// What it does, in one or two sentences.
    public let help: String
    /// Whether it must be given.
    public let isRequired: Bool
    /// Whether it may be given more than once.
    public let repeats: Bool
    /// Whether its value may begin with two dashes.
    public let takesAnything: Bool
    let apply: Application

    /// Makes an option that takes a value.
    public init(
        _ name: String, _ placeholder: String, isRequired: Bool = false, repeats: Bool = false,
        takesAnything: Bool = false, help: String, apply: @escaping Application
    ) {
        self.name = name
        self.placeholder = placeholder
        self.help = help
        self.isRequired = isRequired
        self.repeats = repeats
        self.takesAnything = takesAnything
        self.apply = apply
    }

    /// Makes a switch.
    public init(
        _ name: String, help: String, apply: @escaping @Sendable (inout Settings) -> Void
    ) {
        self.name = name
        placeholder = nil
        self.help = help
        isRequired = false
        repeats = false
        takesAnything = false
        self.apply = { settings, _ in apply(&settings) }
    }
}
