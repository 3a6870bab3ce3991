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
