/// One event as it is written: a JSON object on a line of its own, at most 4096 bytes.
///
/// The limit is the size up to which the system writes to a pipe in one piece, so that lines of
/// two processes never mix. A field that would exceed it is left out and `"cut":true` says so.
struct EventLine: Sendable {
    /// Most bytes of a line, its newline included.
    static let limit = 4096
    /// Room kept for `,"cut":true}` and the newline.
    private static let reserve = 16

    private(set) var bytes: [UInt8] = []
    private var isCut = false

    init() {
        bytes.reserveCapacity(Self.limit)
    }

    /// Starts a new line with the fields that every event has.
    mutating func begin(number: UInt64, time: UInt64, pid: Int32, role: String, event: String) {
        bytes.removeAll(keepingCapacity: true)
        isCut = false
        append("{\"n\":")
        append(String(number))
        integer("t_ns", time)
        integer("pid", pid)
        text("role", role)
        text("event", event)
    }

    /// Adds a number.
    mutating func integer(_ key: String, _ value: some BinaryInteger) {
        field(key) { line in line.append(String(value)) }
    }

    /// Adds true or false.
    mutating func flag(_ key: String, _ value: Bool) {
        field(key) { line in line.append(value ? "true" : "false") }
    }

    /// Adds a text.
    mutating func text(_ key: String, _ value: String) {
        field(key) { line in line.quote(value) }
    }

    /// Ends the line.
    mutating func end() {
        if isCut { append(",\"cut\":true") }
        append("}\n")
    }

    private mutating func field(_ key: String, _ value: (inout EventLine) -> Void) {
        let start = bytes.count
        append(",")
        quote(key)
        append(":")
        value(&self)
        if bytes.count > Self.limit - Self.reserve {
            bytes.removeSubrange(start...)
            isCut = true
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends a JSON string; UTF-8 goes through as it is, control characters are escaped.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20, 0x7F:
                append(byte < 0x10 ? "\\u000" : "\\u00")
                append(String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
