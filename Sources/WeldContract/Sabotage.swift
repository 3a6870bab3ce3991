/// A fault deliberately switched on in a stub, so that a gate can show that it would see it.
///
/// A sabotaged stub says so in its Hello's build hash and by an event, so that what was measured
/// on it can never be mistaken for a real figure (contract.md#sabotages).
public enum Sabotage: Equatable, Sendable {
    /// Every EchoReply is late by this many nanoseconds.
    case echoDelay(nanoseconds: UInt64)
    /// Every n-th EchoReply is late by this many nanoseconds.
    case echoSpike(nanoseconds: UInt64, every: UInt64)
    /// Every n-th EchoReply has one byte flipped.
    case echoCorrupt
    /// Every n-th EchoReply carries the number after its request's.
    case echoWrongSequence
    /// The last descriptor of an Echo is neither written nor reported.
    case descriptorDrop
    /// The first two descriptors of an Echo change places.
    case descriptorSwapOrder
    /// Descriptors are received without close-on-exec.
    case descriptorNoCloseOnExec
    /// Descriptors that came with a bad frame stay open.
    case descriptorLeakOnError
    /// The runtime does not notice that its editor is gone, and lives on.
    case ignoreEndOfStream
    /// The runtime ends with 1 when its editor is gone.
    case exitCodeOneOnEnd
    /// The runtime leaves its dead editor's socket where it is.
    case leaveSocket
    /// The runtime notices its editor's end late by this many nanoseconds.
    case slowEndOfStream(nanoseconds: UInt64)
    /// The editor does not replace a dead runtime.
    case noRestart
    /// The editor notices its runtime's death late by this many nanoseconds.
    case slowDetect(nanoseconds: UInt64)
    /// The editor loses a descriptor with every replacement.
    case leakDescriptorPerRestart
    /// The editor sends heartbeats and does not mind when none is answered.
    case ignoreHeartbeat
    /// The runtime stops publishing for this many nanoseconds, again and again.
    case freeze(nanoseconds: UInt64)
    /// Some pictures of the runtime are numbered, and drawn, as ones before them.
    case frameBackwards
    /// The runtime leaves every second picture out.
    case halfRate
    /// The editor uses two slots and stalls in the middle of copies.
    case twoSlotAdversary
    /// The editor's window shows two pictures as one.
    case tornPresent
    /// The editor leaves a barrier out: what reads a picture on the device does not wait for it.
    case syncHazard

    /// How long `two-slot-adversary` stalls.
    public static let copyStallNanoseconds: UInt64 = 40_000_000
    /// Of how many copies it stalls one.
    public static let copyStallEvery: UInt64 = 5

    // Of both stubs; what they do stands in ``WireFaults``.

    /// A frame with a wrong magic is taken for a right one.
    case acceptBadMagic
    /// The schema hash is not compared.
    case skipHashCheck
    /// Memory is lost with every wire error.
    case leakPerError
    /// A descriptor is lost with every wire error.
    case leakDescriptorPerError
    /// The end of the stream inside a frame is never reported, and the next peer never served.
    case hangOnTruncation
    /// A payload length above 16 MiB ends the process by SIGABRT.
    case crashOnOversize
    /// A valid frame now and then is neither counted nor answered.
    case dropFrames

    /// Which replies `echo-corrupt` and `echo-wrong-seq` spoil: 100 warm-up rounds stay clean, and
    /// 1000 rounds after them certainly meet several.
    public static let spoiledEvery: UInt64 = 250

    /// Its row in the table.
    public var entry: SabotageEntry { SabotageEntry.of(name) }

    /// The name.
    public var name: SabotageName {
        switch self {
        case .echoDelay: .echoDelay
        case .echoSpike: .echoSpike
        case .echoCorrupt: .echoCorrupt
        case .echoWrongSequence: .echoWrongSequence
        case .descriptorDrop: .descriptorDrop
        case .descriptorSwapOrder: .descriptorSwapOrder
        case .descriptorNoCloseOnExec: .descriptorNoCloseOnExec
        case .descriptorLeakOnError: .descriptorLeakOnError
        case .ignoreEndOfStream: .ignoreEndOfStream
        case .exitCodeOneOnEnd: .exitCodeOneOnEnd
        case .leaveSocket: .leaveSocket
        case .slowEndOfStream: .slowEndOfStream
        case .noRestart: .noRestart
        case .slowDetect: .slowDetect
        case .leakDescriptorPerRestart: .leakDescriptorPerRestart
        case .ignoreHeartbeat: .ignoreHeartbeat
        case .freeze: .freeze
        case .frameBackwards: .frameBackwards
        case .halfRate: .halfRate
        case .twoSlotAdversary: .twoSlotAdversary
        case .tornPresent: .tornPresent
        case .syncHazard: .syncHazard
        case .acceptBadMagic: .acceptBadMagic
        case .skipHashCheck: .skipHashCheck
        case .leakPerError: .leakPerError
        case .leakDescriptorPerError: .leakDescriptorPerError
        case .hangOnTruncation: .hangOnTruncation
        case .crashOnOversize: .crashOnOversize
        case .dropFrames: .dropFrames
        }
    }
}

/// The names of all sabotages: here and nowhere else.
public enum SabotageName: String, CaseIterable, Sendable {
    case echoDelay = "echo-delay"
    case echoSpike = "echo-spike"
    case echoCorrupt = "echo-corrupt"
    case echoWrongSequence = "echo-wrong-seq"
    case descriptorDrop = "fd-drop"
    case descriptorSwapOrder = "fd-swap-order"
    case descriptorNoCloseOnExec = "fd-no-cloexec"
    case descriptorLeakOnError = "fd-leak-on-error"
    case ignoreEndOfStream = "ignore-eof"
    case exitCodeOneOnEnd = "exit-code-1-on-eof"
    case leaveSocket = "leave-socket"
    case slowEndOfStream = "slow-eof"
    case noRestart = "no-restart"
    case slowDetect = "slow-detect"
    case leakDescriptorPerRestart = "leak-fd-per-restart"
    case ignoreHeartbeat = "ignore-heartbeat"
    case freeze = "freeze"
    case frameBackwards = "frame-backwards"
    case halfRate = "half-rate"
    case twoSlotAdversary = "two-slot-adversary"
    case tornPresent = "torn-present"
    case syncHazard = "sync-hazard"
    case acceptBadMagic = "accept-bad-magic"
    case skipHashCheck = "skip-hash-check"
    case leakPerError = "leak-per-error"
    case leakDescriptorPerError = "leak-fd-per-error"
    case hangOnTruncation = "hang-on-truncation"
    case crashOnOversize = "crash-on-oversize"
    case dropFrames = "drop-1-in-10000"
}

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
