internal import GateWire

/// A text as it comes over the wire, in shapes that a reader must take: too long, not ASCII, cut
/// inside of a character, with a NUL inside (wire-protocol.md#frame).
struct TextSample {
    /// What it is, in words.
    let name: String
    private let bytes: [UInt8]
    /// Whether the bytes are repeated until the field is full, to the last one.
    private let fills: Bool

    private init(_ name: String, _ bytes: [UInt8], fills: Bool = false) {
        self.name = name
        self.bytes = bytes
        self.fills = fills
    }

    /// Every shape.
    static let all = [
        TextSample("plain", Array("fuzz".utf8)),
        TextSample("full of letters, without a NUL", Array("weld".utf8), fills: true),
        TextSample("full of three-byte characters, cut", Array("\u{2713}".utf8), fills: true),
        TextSample("full of four-byte characters, cut", Array("a\u{1F527}".utf8), fills: true),
        TextSample("a NUL inside", Array("ab".utf8) + [0] + Array("cd".utf8)),
        TextSample("empty", []),
        TextSample("no UTF-8", [0xFF, 0x61, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x62], fills: true),
        TextSample(
            "quotes and controls",
            Array("\"\\\u{1}\t\u{7F}\n/\u{8}\u{C}\r\u{10}\u{1B}\u{1F}".utf8)),
    ]

    /// The shape that a connection uses, by its number.
    static func of(connection: UInt64) -> TextSample { all[Int(connection % UInt64(all.count))] }

    /// The field of a width in bytes.
    func field(_ width: Int) -> [UInt8] {
        let filled = fills ? (0..<width).map { bytes[$0 % bytes.count] } : bytes
        return Array(filled.prefix(width))
            + Array(repeating: 0, count: max(0, width - filled.count))
    }
}

/// The texts of one connection, both ways: what a stub said that it read, beside what was sent, and
/// what it sent, beside what it said that it meant.
struct TextLedger {
    /// What came out otherwise than the page says, in words.
    private(set) var faults: [String] = []

    private let sample: TextSample
    /// The connection's number, by which booleans and padding are chosen too.
    private let number: UInt64
    private var hello: (engine: [UInt8], build: [UInt8])?
    private var reason: [UInt8]?
    private var logged: [[UInt8]] = []

    /// Lines of the log that a stub tells at least, of one connection.
    private static let toldLines = 64

    /// Begins with a connection.
    init(connection: UInt64) {
        sample = TextSample.of(connection: connection)
        number = connection
    }

    /// The body of a Hello with this connection's texts, which are to be read.
    mutating func makeHello() -> [UInt8] {
        let engine = sample.field(32)
        let build = sample.field(16)
        hello = (engine, build)
        return MessageType.protocolHello.body(
            (0, [1, 0] + OddTruth.padding(2, by: number)), (4, engine), (36, build))
    }

    /// The body of an answer that accepts a Hello, likewise.
    mutating func makeAnswer() -> [UInt8] {
        let field = sample.field(128)
        reason = field
        return MessageType.protocolHelloAck.body(
            (0, [OddTruth.byte(true, by: number)] + OddTruth.padding(3, by: number)), (4, field))
    }

    /// Notes a line of the log that the stub is to read.
    mutating func log(_ body: [UInt8]) {
        if logged.count < Self.toldLines { logged.append(Array(body[16..<272])) }
    }

    /// Compares what the stub read with what was sent.
    mutating func compareRead(_ report: FuzzEvents.Report) {
        if let hello {
            compare("engine of the Hello", report.hello?.engine, hello.engine)
            compare("build of the Hello", report.hello?.build, hello.build)
        }
        if let reason { compare("reason of the answer", report.reason, reason) }
        for (index, field) in logged.enumerated() {
            let told = index < report.logged.count ? report.logged[index] : nil
            compare("line \(index + 1) of the log", told, field)
        }
    }

    /// Compares a text that the stub sent with the text that it meant.
    mutating func compareSent(_ name: String, _ field: [UInt8], means text: String?) {
        guard let text else { return }
        if field != FixedText.field(of: text, width: field.count) {
            faults.append("the \(name) on the wire is not \"\(text)\" cut as the page says")
        }
    }

    private mutating func compare(_ name: String, _ told: String?, _ field: [UInt8]) {
        let meant = FixedText.text(of: field)
        if told == meant { return }
        let heard = told.map { "\"\($0)\"" } ?? "nothing"
        faults.append("of the \(name), \(sample.name), it read \(heard) and not \"\(meant)\"")
    }
}
