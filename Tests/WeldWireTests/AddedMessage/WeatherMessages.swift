/// One of the two files of a change that adds messages: a request whose body is longer than any of
/// the catalogue, with padding in places far apart.
public struct AskWeather: WireMessage {
    /// The hour of the day.
    public var hour: UInt8 = 0
    /// Padding.
    public internal(set) var _pad0 = InlineArray<7, UInt8>(repeating: 0)
    /// Where.
    public var places = InlineArray<20, WeatherPlace>(repeating: WeatherPlace())
    /// What is asked for, fixed text.
    public var question = InlineArray<600, UInt8>(repeating: 0)
    /// Zero.
    public internal(set) var _reserved = InlineArray<24, UInt8>(repeating: 0)

    /// Makes an all-zero message.
    public init() {}

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .askWeather }
    /// Who sends it.
    @inlinable public static var sender: Role { .editor }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .request }
}

/// A place on a map.
public struct WeatherPlace: SchemaStruct {
    /// Where it is.
    public var position: UInt32 = 0
    /// How high.
    public var height: UInt16 = 0
    /// Padding.
    public internal(set) var _pad0: UInt16 = 0

    /// Makes an all-zero place.
    public init() {}
}

/// The reply.
public struct Weather: WireMessage {
    /// Millimetres of rain.
    public var rain: UInt64 = 0

    /// Makes an all-zero message.
    public init() {}

    /// The message's number in the catalogue.
    @inlinable public static var type: MessageType { .weather }
    /// Who sends it.
    @inlinable public static var sender: Role { .runtime }
    /// The part it plays in the conversation.
    @inlinable public static var pattern: MessagePattern { .reply(to: .askWeather) }
}
