import GateKit

/// The last events that the stubs of an attempt reported: a part of the evidence of what had to be
/// ended (gates.md#rule-7).
struct LastEvents {
    private let limit: Int
    private var events: [StubEvent] = []

    init(limit: Int = 40) {
        self.limit = limit
    }

    /// Remembers the message if it is an event.
    mutating func hear(_ message: AttemptMessage) {
        guard case .event(let event) = message else { return }
        if events.count == limit { events.removeFirst() }
        events.append(event)
    }

    /// The events, one a line, oldest first; nil without any.
    var text: String? {
        guard !events.isEmpty else { return nil }
        return events.map { event in
            "\(event.time) \(event.role) \(event.pid) \(event.name) \(event.fields)"
        }.joined(separator: "\n")
    }
}
