/// One event as it is written: a JSON object on a line of its own, at most 4096 bytes.
///
/// The limit is the size up to which the system writes to a pipe in one piece, so that lines of
/// two processes never mix. A text that is too long for it is cut between two characters, any
/// other field that would exceed it is left out, and `"cut":true` says so.
public struct EventLine: Sendable {
    /// Most bytes of a line, its newline included.
    public static let limit = 4096
    /// Room kept for `,"cut":true}` and the newline.
    private static let reserve = 16
    /// Most bytes of one spelled text, so that what follows it has room.
    private static let longestText = 3000

    /// The line with its newline.
    public private(set) var bytes: [UInt8] = []
    private var isCut = false

    /// Makes an empty line; its memory is used again by every event that is spelled into it.
    public init() {
        bytes.reserveCapacity(Self.limit)
    }

    /// Spells an event whole.
    ///
    /// - Parameters:
    ///   - number: The line's number in its process, counted from 1.
    ///   - time: Nanoseconds of the monotonic clock.
    public mutating func spell(
        _ event: Event, number: UInt64, time: UInt64, pid: Int32, role: ProcessRole
    ) {
        bytes.removeAll(keepingCapacity: true)
        isCut = false
        append("{\"n\":")
        append(String(number))
        integer("t_ns", time)
        integer("pid", pid)
        text("role", role.rawValue)
        text("event", event.name.rawValue)
        event.describe(into: &self)
        if isCut { append(",\"cut\":true") }
        append("}\n")
    }

    /// Adds a number.
    mutating func integer(_ key: String, _ value: some BinaryInteger) {
        field(key) { line in line.append(String(value)) }
    }

    /// Adds a number where there is one.
    mutating func integer(_ key: String, _ value: (some BinaryInteger)?) {
        if let value { integer(key, value) }
    }

    /// Adds true or false.
    mutating func flag(_ key: String, _ value: Bool) {
        field(key) { line in line.append(value ? "true" : "false") }
    }

    /// Adds a text.
    mutating func text(_ key: String, _ value: String) {
        field(key) { line in
            let room = Self.limit - Self.reserve - line.bytes.count
            line.quote(value, within: max(2, min(Self.longestText, room)))
        }
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

    /// Returns a text as a JSON string, however long.
    static func quoted(_ text: String) -> String {
        var line = EventLine()
        line.quote(text)
        return String(decoding: line.bytes, as: UTF8.self)
    }

    private mutating func quote(_ key: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in key.utf8 { spell(byte) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a JSON string of at most so many bytes.
    private mutating func quote(_ text: String, within room: Int) {
        // No byte takes more than six.
        guard 6 * text.utf8.count + 2 > room else { return quote(text) }
        let start = bytes.count
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            let before = bytes.count
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { spell(byte) }
            if bytes.count - start >= room {
                bytes.removeSubrange(before...)
                isCut = true
                break
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a byte of a string; UTF-8 goes through as it is, control characters are escaped.
    private mutating func spell(_ byte: UInt8) {
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
}
