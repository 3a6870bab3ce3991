public import WeldContract

/// Reads the values of options; what does not fit says what would have.
public enum OptionValue {
    /// A value that an option does not take.
    public struct Mismatch: Error, Equatable, Sendable {
        /// What it should have been, to complete "is not …".
        public let expected: String

        /// Makes the error.
        public init(expected: String) {
            self.expected = expected
        }
    }

    /// Reads a whole number within a range.
    public static func integer<Number: FixedWidthInteger>(
        _ text: String, in range: ClosedRange<Number>
    ) throws(Mismatch) -> Number {
        guard isDigits(text), let number = Number(text), range.contains(number) else {
            throw Mismatch(
                expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Reads a path: not empty, without NUL.
    public static func path(_ text: String) throws(Mismatch) -> String {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw Mismatch(expected: "a path") }
        return text
    }

    /// Reads `WIDTHxHEIGHT` in pixels, each from 1 to 16384.
    public static func size(_ text: String) throws(Mismatch) -> (width: UInt32, height: UInt32) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        let legal: ClosedRange<UInt32> = 1...16_384
        guard parts.count == 2, parts.allSatisfy({ isDigits($0) }),
            let width = UInt32(parts[0]), let height = UInt32(parts[1]),
            legal.contains(width), legal.contains(height)
        else { throw Mismatch(expected: "a size such as 1280x720, each side from 1 to 16384") }
        return (width, height)
    }

    /// Reads `N/s`, or only `N`: times a second, from 1 to 1 000 000.
    public static func rate(_ text: String) throws(Mismatch) -> UInt32 {
        let number = text.hasSuffix("/s") ? String(text.dropLast(2)) : text
        guard isDigits(number), let rate = UInt32(number), (1...1_000_000).contains(rate) else {
            throw Mismatch(expected: "a rate such as 100/s, from 1/s to 1000000/s")
        }
        return rate
    }

    /// Reads a sabotage of a stub.
    public static func sabotage(
        _ text: String, of role: ProcessRole
    ) throws(Mismatch) -> Sabotage {
        guard let sabotage = Sabotage(parsing: text, for: role) else {
            throw Mismatch(expected: "a sabotage of this stub: " + sabotageForms(of: role))
        }
        return sabotage
    }

    /// Returns what `--sabotage` of a stub takes, for its help and for the sentence that refuses
    /// another name.
    public static func sabotageForms(of role: ProcessRole) -> String {
        SabotageEntry.known(to: role).map { $0.form }.joined(separator: ", ")
    }

    /// Reads one of the cases of a vocabulary.
    public static func oneOf<Choice: CaseIterable & RawRepresentable>(
        _ text: String, _: Choice.Type
    ) throws(Mismatch) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map { $0.rawValue }
            throw Mismatch(expected: "one of " + names.joined(separator: ", "))
        }
        return choice
    }

    /// Signs, spaces and underscores are not numbers on a command line.
    private static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

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
