/// One line that a process wrote to its events descriptor, as it is stored (contract.md#events).
public struct StubEvent: Codable, Hashable, Sendable {
    /// The line's number in its process, counted from 1; a gap means lost events.
    public var number: UInt64
    /// When, in nanoseconds of the monotonic clock.
    public var time: UInt64
    /// Which process.
    public var pid: Int32
    /// `editor`, `runtime` or `observer`.
    public var role: String
    /// The event's name, such as `ready`.
    public var name: String
    /// The remaining fields: the text of a flat JSON object, its numbers numbers.
    public var fields: String

    /// Creates an event.
    public init(
        number: UInt64, time: UInt64, pid: Int32, role: String, name: String,
        fields: String = "{}"
    ) {
        self.number = number
        self.time = time
        self.pid = pid
        self.role = role
        self.name = name
        self.fields = fields
    }
}
