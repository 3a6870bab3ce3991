/// A row of the table of sabotages (contract.md#sabotages): what a fault is called, who has it,
/// what it breaks, and which check must see it.
public struct SabotageEntry: Sendable {
    /// What is made of the text after `=`.
    enum Value: Sendable {
        case none(Sabotage)
        case time(@Sendable (UInt64) -> Sabotage)
        case timeEvery(@Sendable (UInt64, UInt64) -> Sabotage)
    }

    /// The name.
    public let name: SabotageName
    /// Who has the fault.
    public let subjects: [ProcessRole]
    /// What is no longer true with it.
    public let breaks: String
    /// The check that is violated by it.
    public let seenBy: String
    /// Whether nothing shows the fault where there is no window.
    public let needsWindow: Bool
    let value: Value

    init(
        _ name: SabotageName, _ value: Value, of subjects: ProcessRole..., breaks: String,
        seenBy: String, needsWindow: Bool = false
    ) {
        self.name = name
        self.value = value
        self.subjects = subjects
        self.breaks = breaks
        self.seenBy = seenBy
        self.needsWindow = needsWindow
    }

    /// How it is written on a command line, such as `echo-delay=TIME`.
    public var form: String {
        switch value {
        case .none: name.rawValue
        case .time: "\(name.rawValue)=TIME"
        case .timeEvery: "\(name.rawValue)=TIME/N"
        }
    }

    /// Returns the row of a name.
    static func of(_ name: SabotageName) -> SabotageEntry {
        guard let entry = table.first(where: { $0.name == name }) else {
            preconditionFailure("the table of sabotages has no row for \(name.rawValue)")
        }
        return entry
    }

    /// Returns the rows of a process, in the table's order.
    public static func known(to role: ProcessRole) -> [SabotageEntry] {
        table.filter { $0.subjects.contains(role) }
    }

    /// Every sabotage there is.
    public static let table: [SabotageEntry] = [
        // Round trips
        SabotageEntry(
            .echoDelay, .time { .echoDelay(nanoseconds: $0) }, of: .runtime,
            breaks: "every reply is late", seenBy: "g1.p50"),
        SabotageEntry(
            .echoSpike, .timeEvery { .echoSpike(nanoseconds: $0, every: $1) }, of: .runtime,
            breaks: "one reply in N is late", seenBy: "g2.max"),
        SabotageEntry(
            .echoCorrupt, .none(.echoCorrupt), of: .runtime,
            breaks: "a reply now and then has one byte flipped", seenBy: "g1.replies-whole"),
        SabotageEntry(
            .echoWrongSequence, .none(.echoWrongSequence), of: .runtime,
            breaks: "a reply now and then carries the next request's number",
            seenBy: "g1.order-kept"),
        // Descriptors
        SabotageEntry(
            .descriptorDrop, .none(.descriptorDrop), of: .runtime,
            breaks: "the last descriptor of an Echo is not used", seenBy: "g7.all-arrived"),
        SabotageEntry(
            .descriptorSwapOrder, .none(.descriptorSwapOrder), of: .runtime,
            breaks: "the first two descriptors of an Echo change places", seenBy: "g7.order-kept"),
        SabotageEntry(
            .descriptorNoCloseOnExec, .none(.descriptorNoCloseOnExec), of: .runtime,
            breaks: "descriptors arrive without close-on-exec", seenBy: "g7.close-on-exec"),
        SabotageEntry(
            .descriptorLeakOnError, .none(.descriptorLeakOnError), of: .runtime,
            breaks: "descriptors of a bad frame stay open", seenBy: "g7.closed-on-error"),
        // The editor is killed
        SabotageEntry(
            .ignoreEndOfStream, .none(.ignoreEndOfStream), of: .runtime,
            breaks: "a runtime lives on without its editor", seenBy: "g5.ended"),
        SabotageEntry(
            .exitCodeOneOnEnd, .none(.exitCodeOneOnEnd), of: .runtime,
            breaks: "a runtime ends with 1 when its editor is gone", seenBy: "g5.status"),
        SabotageEntry(
            .leaveSocket, .none(.leaveSocket), of: .runtime,
            breaks: "a dead editor's socket stays", seenBy: "g5.nothing-left"),
        SabotageEntry(
            .slowEndOfStream, .time { .slowEndOfStream(nanoseconds: $0) }, of: .runtime,
            breaks: "a runtime notices its editor's end late", seenBy: "g5.noticed"),
        // The viewport
        SabotageEntry(
            .freeze, .time { .freeze(nanoseconds: $0) }, of: .runtime,
            breaks: "the runtime stops publishing again and again", seenBy: "g6.age"),
        SabotageEntry(
            .frameBackwards, .none(.frameBackwards), of: .runtime,
            breaks: "some pictures are numbered as ones before them", seenBy: "g6.backwards"),
        SabotageEntry(
            .halfRate, .none(.halfRate), of: .runtime,
            breaks: "every second picture is left out", seenBy: "g6.rate-runtime"),
        // The runtime is killed
        SabotageEntry(
            .noRestart, .none(.noRestart), of: .editor,
            breaks: "a dead runtime is not replaced", seenBy: "g4.recovered"),
        SabotageEntry(
            .slowDetect, .time { .slowDetect(nanoseconds: $0) }, of: .editor,
            breaks: "a runtime's death is noticed late", seenBy: "g4.detected"),
        SabotageEntry(
            .leakDescriptorPerRestart, .none(.leakDescriptorPerRestart), of: .editor,
            breaks: "a descriptor is lost with every replacement", seenBy: "g4.ledger"),
        SabotageEntry(
            .ignoreHeartbeat, .none(.ignoreHeartbeat), of: .editor,
            breaks: "a silent runtime is not minded", seenBy: "g4.heartbeat"),
        SabotageEntry(
            .twoSlotAdversary, .none(.twoSlotAdversary), of: .editor,
            breaks: "two slots are used, with stalls in the middle of copies",
            seenBy: "g6.torn-shared"),
        SabotageEntry(
            .tornPresent, .none(.tornPresent), of: .editor,
            breaks: "the window shows two pictures as one", seenBy: "g6.torn-composited",
            needsWindow: true),
        SabotageEntry(
            .syncHazard, .none(.syncHazard), of: .editor,
            breaks: "what reads a picture on the device does not wait for it",
            seenBy: "g6.validation", needsWindow: true),
        // Frames that break the protocol
        SabotageEntry(
            .acceptBadMagic, .none(.acceptBadMagic), of: .editor, .runtime,
            breaks: "a frame with a wrong magic is taken for a right one",
            seenBy: "g3.errors-as-predicted"),
        SabotageEntry(
            .skipHashCheck, .none(.skipHashCheck), of: .editor, .runtime,
            breaks: "the schema hash is not compared", seenBy: "g3.errors-as-predicted"),
        SabotageEntry(
            .leakPerError, .none(.leakPerError), of: .editor, .runtime,
            breaks: "memory is lost with every wire error", seenBy: "g3.heap"),
        SabotageEntry(
            .leakDescriptorPerError, .none(.leakDescriptorPerError), of: .editor, .runtime,
            breaks: "a descriptor is lost with every wire error", seenBy: "g3.descriptors"),
        SabotageEntry(
            .hangOnTruncation, .none(.hangOnTruncation), of: .editor, .runtime,
            breaks: "an end inside a frame is never reported", seenBy: "g3.stall"),
        SabotageEntry(
            .crashOnOversize, .none(.crashOnOversize), of: .editor, .runtime,
            breaks: "a payload length over 16 MiB ends the process", seenBy: "g3.crashes"),
        SabotageEntry(
            .dropFrames, .none(.dropFrames), of: .editor, .runtime,
            breaks: "a valid frame now and then is neither counted nor answered",
            seenBy: "g3.sent-minus-received"),
    ]
}

extension Sabotage {
    /// Reads `NAME` or `NAME=VALUE` of a process; nil for what it does not have.
    ///
    /// TIME is a whole number of `us`, `ms` or `s`, at most an hour; N is from 1 to 1 000 000 000.
    public init?(parsing text: String, for role: ProcessRole) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? parts[1] : nil
        guard let name = SabotageName(rawValue: String(parts[0])),
            SabotageEntry.of(name).subjects.contains(role)
        else { return nil }
        switch (SabotageEntry.of(name).value, value) {
        case (.none(let sabotage), nil):
            self = sabotage
        case (.time(let make), let value?):
            guard let time = SabotageValue.nanoseconds(value) else { return nil }
            self = make(time)
        case (.timeEvery(let make), let value?):
            let halves = value.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count == 2, let time = SabotageValue.nanoseconds(halves[0]),
                let every = SabotageValue.natural(halves[1]), every <= 1_000_000_000
            else { return nil }
            self = make(time, every)
        default:
            return nil
        }
    }
}

/// Spells and reads the times of sabotages.
enum SabotageValue {
    private static let units: [(suffix: String, nanoseconds: UInt64)] = [
        ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ]
    private static let hour: UInt64 = 3_600_000_000_000

    /// Returns the time in the largest unit that spells it whole; what is no whole number of
    /// microseconds is rounded down.
    static func text(_ nanoseconds: UInt64) -> String {
        let unit = units.last { nanoseconds.isMultiple(of: $0.nanoseconds) } ?? units[0]
        return "\(nanoseconds / unit.nanoseconds)\(unit.suffix)"
    }

    static func nanoseconds(_ text: Substring) -> UInt64? {
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let count = natural(text.dropLast(unit.suffix.utf8.count)) else { continue }
            let (product, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
            return overflow || product > hour ? nil : product
        }
        return nil
    }

    /// Signs, spaces and underscores are not numbers; nor is zero here.
    static func natural(_ text: Substring) -> UInt64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text),
            number > 0
        else { return nil }
        return number
    }
}
