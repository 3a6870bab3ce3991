/// One line of an events descriptor, read (contract.md#events).
public struct EventRecord: Equatable, Sendable {
    /// The line's number in its process, counted from 1; a gap means lost events.
    public var number: UInt64
    /// When, in nanoseconds of the monotonic clock.
    public var time: UInt64
    /// Which process.
    public var pid: Int32
    /// What that process is.
    public var role: ProcessRole
    /// The event's name as it was written.
    public var name: String
    /// What happened; nil for a name that this contract does not have, which is no breach.
    public var event: Event?
    /// Which event it is; nil for a name that this contract does not have.
    public var kind: EventName? { event?.name }
    /// Every field but number, time, process, role and name, as the text of a JSON object in which
    /// numbers are numbers.
    public var fields: String
    /// Whether the line says that a text or a field of it did not fit.
    public var isCut: Bool { fields.contains("\"cut\":true") }

    /// Creates a record as a process would have written it.
    public init(_ event: Event, number: UInt64 = 1, time: UInt64, pid: Int32, role: ProcessRole) {
        self.number = number
        self.time = time
        self.pid = pid
        self.role = role
        name = event.name.rawValue
        self.event = event
        var line = EventLine()
        line.spell(event, number: number, time: time, pid: pid, role: role)
        fields = (try? EventRecord(line: line.bytes.dropLast()))?.fields ?? "{}"
    }

    /// Reads one line without its newline.
    public init(line: some Collection<UInt8>) throws(ContractBreach) {
        var scanner = FlatScanner(Array(line))
        let list = try scanner.object()
        let header = EventFields(event: nil, list)
        name = try header.text("event")
        let fields = EventFields(event: name, list)
        number = try fields.integer("n")
        time = try fields.integer("t_ns")
        pid = try fields.integer("pid")
        let role = try fields.text("role")
        guard let known = ProcessRole(rawValue: role) else {
            throw ContractBreach(event: name, .wrongValue(key: "role", value: role))
        }
        self.role = known
        event =
            if let known = EventName(rawValue: name) { try Event(known, fields) } else { nil }
        self.fields = scanner.text(of: list.filter { !Self.header.contains($0.key) })
    }

    /// What every line has.
    private static let header: Set = ["n", "t_ns", "pid", "role", "event"]
}

/// The fields of one line, read by key and type.
struct EventFields {
    /// The event's name, for what a breach says.
    let event: String?
    private let list: [FlatScanner.Field]

    init(event: String?, _ list: [FlatScanner.Field]) {
        self.event = event
        self.list = list
    }

    func text(_ key: String) throws(ContractBreach) -> String {
        guard case .text(let text) = try value(key) else { throw wrong(key, "text") }
        return text
    }

    func flag(_ key: String) throws(ContractBreach) -> Bool {
        guard case .flag(let flag) = try value(key) else { throw wrong(key, "true or false") }
        return flag
    }

    /// Reads true or false that may be absent.
    func optionalFlag(_ key: String) throws(ContractBreach) -> Bool? {
        list.contains { $0.key == key } ? try flag(key) : nil
    }

    func integer<Number: FixedWidthInteger>(_ key: String) throws(ContractBreach) -> Number {
        guard let number = try optionalInteger(key) as Number? else {
            throw ContractBreach(event: event, .missing(key: key))
        }
        return number
    }

    /// Reads a number that may be absent.
    func optionalInteger<Number: FixedWidthInteger>(
        _ key: String
    ) throws(ContractBreach) -> Number? {
        guard let field = list.first(where: { $0.key == key }) else { return nil }
        guard let number = number(field.value, as: Number.self) else {
            throw wrong(key, "whole number of \(Number.bitWidth) bits")
        }
        return number
    }

    /// Reads every natural number whose key begins so, in order, by the rest of its key.
    func counts(prefix: String) throws(ContractBreach) -> [NamedCount] {
        var counts: [NamedCount] = []
        for field in list where field.key.hasPrefix(prefix) {
            if prefix.isEmpty, EventRecord.isHeader(field.key) || field.key == "cut" { continue }
            guard let count = number(field.value, as: UInt64.self) else {
                throw wrong(field.key, "count")
            }
            counts.append(NamedCount(String(field.key.dropFirst(prefix.count)), count))
        }
        return counts
    }

    private func value(_ key: String) throws(ContractBreach) -> FlatScanner.Value {
        guard let field = list.first(where: { $0.key == key }) else {
            throw ContractBreach(event: event, .missing(key: key))
        }
        return field.value
    }

    private func number<Number: FixedWidthInteger>(
        _ value: FlatScanner.Value, as _: Number.Type
    ) -> Number? {
        guard case .number(let isNegative, let magnitude) = value else { return nil }
        guard isNegative else { return Number(exactly: magnitude) }
        return Int64(exactly: magnitude).flatMap { Number(exactly: -$0) }
    }

    private func wrong(_ key: String, _ expected: String) -> ContractBreach {
        ContractBreach(event: event, .wrongType(key: key, expected: expected))
    }
}

extension EventRecord {
    /// Whether every line has a field of this name.
    static func isHeader(_ key: String) -> Bool { header.contains(key) }
}

/// Who writes an event: one of the two processes under test, or the judge's own observer.
public enum ProcessRole: String, CaseIterable, Sendable {
    /// Listens, owns the region and the window, sends requests.
    case editor
    /// Connects, draws, replies.
    case runtime
    /// Watches what a compositor shows, or shows the judge's own pictures there.
    case observer
}
