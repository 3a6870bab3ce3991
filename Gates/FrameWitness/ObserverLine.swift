/// One event of the observer as it is written: the stubs' format, a JSON object a line with `n`,
/// `t_ns`, `pid`, `role` and `event` (platform.md#events).
public struct ObserverLine: Sendable {
    /// The line without its end.
    private var text: String

    /// Begins a line.
    ///
    /// - Parameters:
    ///   - number: The line's number in its process, counted from 1.
    ///   - time: Nanoseconds of the monotonic clock.
    public init(_ event: String, number: UInt64, time: UInt64, pid: Int32) {
        text =
            "{\"n\":\(number),\"t_ns\":\(time),\"pid\":\(pid),\"role\":\"observer\","
            + "\"event\":\"\(event)\""
    }

    /// Adds a number.
    public mutating func integer(_ key: String, _ value: some BinaryInteger) {
        text += ",\"\(key)\":\(value)"
    }

    /// Adds true or false.
    public mutating func flag(_ key: String, _ value: Bool) {
        text += ",\"\(key)\":\(value)"
    }

    /// Adds a text of at most 1 000 characters; what JSON would need escaped becomes a space.
    public mutating func text(_ key: String, _ value: String) {
        let clean = value.unicodeScalars.prefix(1_000).map {
            $0.value < 0x20 || $0 == "\"" || $0 == "\\" ? " " : Character($0)
        }
        text += ",\"\(key)\":\"\(String(clean))\""
    }

    /// The whole line with its end, shorter than what a pipe takes in one piece.
    public var bytes: [UInt8] { Array("\(text)}\n".utf8) }
}
