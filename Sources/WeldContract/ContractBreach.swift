/// What a process does not do that the contract asks of it (contract.md).
public struct ContractBreach: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Kind: Equatable, Sendable {
        /// The line is no flat JSON object; at which byte, and what should have stood there.
        case malformed(byte: Int, expected: String)
        /// The line is longer than any line may be, in bytes with its newline.
        case tooLong(limit: Int)
        /// A field that every such event has is not there.
        case missing(key: String)
        /// A field is not of its type.
        case wrongType(key: String, expected: String)
        /// A field's value is none that is known.
        case wrongValue(key: String, value: String)
    }

    /// The event's name as far as it could be read.
    public let event: String?
    /// What is wrong.
    public let kind: Kind

    /// Creates a breach.
    public init(event: String? = nil, _ kind: Kind) {
        self.event = event
        self.kind = kind
    }
}

extension ContractBreach: CustomStringConvertible {
    /// One sentence that names the event and the field.
    public var description: String {
        let subject = event.map { "the event '\($0)'" } ?? "a line of the events"
        return switch kind {
        case .malformed(let byte, let expected):
            "\(subject) is no flat JSON object: \(expected) was expected at byte \(byte)"
        case .tooLong(let limit): "\(subject) is longer than \(limit) bytes"
        case .missing(let key): "\(subject) has no field '\(key)'"
        case .wrongType(let key, let expected): "the field '\(key)' of \(subject) is no \(expected)"
        case .wrongValue(let key, let value):
            "the field '\(key)' of \(subject) has the unknown value \(value)"
        }
    }
}
