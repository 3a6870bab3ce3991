/// One line that a stub wrote to its events descriptor (platform.md#events).
public struct StubEvent: Codable, Hashable, Sendable {
    /// The line's number in its process, counted from 1; a gap means lost events.
    public var number: UInt64
    /// When, in nanoseconds of the monotonic clock.
    public var time: UInt64
    /// Which process.
    public var pid: Int32
    /// `editor` or `runtime`.
    public var role: String
    /// The event's name, such as `ready`.
    public var name: String
    /// The remaining fields, spelled as text.
    public var fields: [String: String]

    /// Creates an event.
    public init(
        number: UInt64, time: UInt64, pid: Int32, role: String, name: String,
        fields: [String: String] = [:]
    ) {
        self.number = number
        self.time = time
        self.pid = pid
        self.role = role
        self.name = name
        self.fields = fields
    }

    /// Returns the field as an integer, or nil where it is absent or none.
    public func integer(_ field: String) -> Int64? {
        fields[field].flatMap { Int64($0) }
    }
}
