/// The frame of version 1 as the wire page states it, in literals of the judge's own
/// (wire-protocol.md#frame).
///
/// Nothing in this module is taken from what is judged: a number that is wrong everywhere in the
/// engine is wrong against these.
public enum Frame {
    /// The first four bytes, 44 4C 45 57 on the wire.
    public static let magic: UInt32 = 0x5745_4C44
    /// The protocol's version.
    public static let version: UInt16 = 1
    /// Bytes before the payload.
    public static let headerSize = 16
    /// Bytes of the schema hash, which begins the payload.
    public static let hashSize = 8
    /// Bytes before the body.
    public static let prefixSize = 24
    /// The greatest payload length that is not `payloadTooLarge`, in bytes.
    public static let maximumPayload: UInt32 = 16_777_216
    /// Bytes of the longest frame, the hand-over's.
    public static let longest = 352
}

/// One of the two ends of a connection.
public enum Role: String, CaseIterable, Sendable {
    /// Listens, asks.
    case editor
    /// Connects, answers.
    case runtime

    /// The other end.
    public var peer: Role { self == .editor ? .runtime : .editor }
}

/// The ten errors of the wire, in the order of their checks (wire-protocol.md#frame); the raw value
/// is the name that a stub reports.
public enum WireError: String, Error, CaseIterable, Sendable {
    case truncatedHeader
    case invalidMagic
    case protocolVersionMismatch
    case unknownMessageType
    case payloadTooLarge
    case payloadSizeMismatch
    case truncatedPayload
    case schemaHashMismatch
    case unexpectedMessage
    case unexpectedHandles
}

/// Numbers the frames of one side: from 1, and without 0 where they wrap
/// (wire-protocol.md#sequence-numbers).
public struct SequenceCounter: Equatable, Sendable {
    /// The number that comes next.
    public private(set) var upcoming: UInt32

    /// Begins with a number, which must not be 0.
    public init(first: UInt32 = 1) {
        precondition(first != 0, "0 is no number of a frame that counts")
        upcoming = first
    }

    /// Returns the next number.
    public mutating func next() -> UInt32 {
        defer { upcoming = upcoming == .max ? 1 : upcoming + 1 }
        return upcoming
    }
}
