/// Why a command line was refused; both stubs end with exit code 10 and its one sentence.
public enum ArgumentError: Error, Equatable, Sendable {
    /// No option has this name.
    case unknownOption(String)
    /// A word that belongs to no option.
    case unexpectedArgument(String)
    /// The option needs a value and none followed.
    case missingValue(option: String, placeholder: String)
    /// The option takes no value but got one.
    case superfluousValue(option: String)
    /// The option was given more than once.
    case repeated(option: String)
    /// The option must be given.
    case missingOption(option: String, placeholder: String)
    /// The value is not what the option takes.
    case badValue(option: String, value: String, expected: String)
    /// Options that contradict each other.
    case contradiction(String)
}

extension ArgumentError: CustomStringConvertible {
    /// One sentence that names the option and says what would have been right.
    public var description: String {
        switch self {
        case .unknownOption(let name):
            "unknown option \(name) (--help lists all)"
        case .unexpectedArgument(let word):
            "unexpected argument '\(word)' (--help lists all options)"
        case .missingValue(let option, let placeholder):
            "\(option) needs a value: \(option) \(placeholder)"
        case .superfluousValue(let option):
            "\(option) takes no value"
        case .repeated(let option):
            "\(option) was given more than once"
        case .missingOption(let option, let placeholder):
            "\(option) \(placeholder) is required"
        case .badValue(let option, let value, let expected):
            "\(option) '\(value)' is not \(expected)"
        case .contradiction(let sentence):
            sentence
        }
    }
}
