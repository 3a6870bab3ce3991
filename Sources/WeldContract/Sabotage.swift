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

    /// The value in canonical form: nanoseconds, and the period where there is one.
    public var value: String {
        switch self {
        case .echoDelay(let nanoseconds), .slowEndOfStream(let nanoseconds),
            .slowDetect(let nanoseconds), .freeze(let nanoseconds):
            "\(nanoseconds)ns"
        case .echoSpike(let nanoseconds, let every): "\(nanoseconds)ns/\(every)"
        default: ""
        }
    }

    /// What switches the fault on, as `--sabotage` takes it: `echo-delay=2ms`.
    public var text: String {
        switch self {
        case .echoDelay(let nanoseconds), .slowEndOfStream(let nanoseconds),
            .slowDetect(let nanoseconds), .freeze(let nanoseconds):
            "\(name.rawValue)=\(SabotageValue.text(nanoseconds))"
        case .echoSpike(let nanoseconds, let every):
            "\(name.rawValue)=\(SabotageValue.text(nanoseconds))/\(every)"
        default: name.rawValue
        }
    }

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
