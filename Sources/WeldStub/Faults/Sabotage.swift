/// A fault deliberately switched on in a stub, so that a gate can show that it would see it.
///
/// A sabotaged stub says so in its Hello's build hash and by an event, so that what was measured
/// on it can never be mistaken for a real figure (gates page, Vocabulary).
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

    /// Which replies `echo-corrupt` and `echo-wrong-seq` spoil: 100 warm-up rounds stay clean, and
    /// 1000 rounds after them certainly meet several.
    public static let spoiledEvery: UInt64 = 250

    /// The name on the command line.
    public var name: String {
        switch self {
        case .echoDelay: "echo-delay"
        case .echoSpike: "echo-spike"
        case .echoCorrupt: "echo-corrupt"
        case .echoWrongSequence: "echo-wrong-seq"
        case .descriptorDrop: "fd-drop"
        case .descriptorSwapOrder: "fd-swap-order"
        case .descriptorNoCloseOnExec: "fd-no-cloexec"
        case .descriptorLeakOnError: "fd-leak-on-error"
        }
    }

    /// The value in canonical form: nanoseconds, and the period where there is one.
    public var value: String {
        switch self {
        case .echoDelay(let nanoseconds): "\(nanoseconds)ns"
        case .echoSpike(let nanoseconds, let every): "\(nanoseconds)ns/\(every)"
        default: ""
        }
    }
}
