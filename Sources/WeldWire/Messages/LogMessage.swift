/// R to E, event: a line of the runtime's log.
public struct LogMessage: WireMessage {
    /// `LogLevel` as it is on the wire.
    public var level: UInt32 = 0
    /// Padding.
    public internal(set) var _pad0: UInt32 = 0
    /// When it was written, in microseconds of the sender's monotonic clock.
    public var timestampUs: UInt64 = 0
    /// The line, fixed text.
    public var text = InlineArray<256, UInt8>(repeating: 0)

    /// Makes an all-zero message.
    public init() {}

    /// Makes a line; what does not fit is cut.
    public init(level: LogLevel, timestampUs: UInt64, text: String) {
        self.level = level.rawValue
        self.timestampUs = timestampUs
        self.text = FixedText.encode(text)
    }

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .logMessage }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .event }
}

/// How much a line of the log matters.
public enum LogLevel: UInt32, CaseIterable, Sendable {
    /// Every step.
    case trace = 0
    /// For the developer.
    case debug = 1
    /// For the user.
    case info = 2
    /// Something is wrong, the work goes on.
    case warn = 3
    /// Something failed.
    case err = 4
}
