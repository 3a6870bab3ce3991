import WeldStub
import WeldViewport

/// What the command line of `viewport-stress` asks for.
struct StressSettings: Sendable {
    /// The protocols by their names on the command line.
    enum Viewport: String, CaseIterable, Sendable {
        case twoSlot = "two-slot"
        case threeSlot = "three-slot"

        var version: ViewportProtocol {
            switch self {
            case .twoSlot: .twoSlot
            case .threeSlot: .threeSlot
            }
        }
    }

    /// The protocol.
    var viewport: Viewport = .threeSlot
    /// Small, so that many frames pass.
    var size: (width: UInt32, height: UInt32) = (480, 16)
    /// Frames to read.
    var frames: UInt64 = 1_000_000
    /// The adversary acts once in so many frames; 0 never.
    var adversaryEvery: UInt64 = 1000
    /// Whether the writer is a thread of this process.
    var isThreaded = false
    /// Whether a device reads the acquired slots in place.
    var hasDevice = true
    /// Whether this process is the writer, with the region on descriptor 3.
    var isWriter = false

    /// How long either side is stopped.
    static let stopNanoseconds: UInt64 = 40_000_000
    /// The writer's descriptor of the region.
    static let regionDescriptor: Int32 = 3
}

let stressSyntax = CommandSyntax<StressSettings>(
    program: "viewport-stress",
    summary: """
        viewport-stress lets a writer and a reader loose on one region without any pause, has a
        device read every slot once more where it lies, stops each of them for 40 ms in the
        middle of its work, kills the writer now and then, and judges every row, every checksum
        and every number of what was read.
        """,
    options: [
        Option(
            "--viewport", "PROTOCOL",
            help: "Protocol of the region: three-slot (if not given) or two-slot."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.viewport = try OptionValue.oneOf(text, StressSettings.Viewport.self)
        },
        Option("--size", "WxH", help: "Size of the pictures. 480x16 if not given.") {
            (settings, text) throws(OptionValue.Mismatch) in
            settings.size = try OptionValue.size(text)
        },
        Option("--frames", "N", help: "Frames to read. 1000000 if not given.") {
            (settings, text) throws(OptionValue.Mismatch) in
            settings.frames = try OptionValue.integer(text, in: 1...UInt64.max)
        },
        Option(
            "--adversary", "N",
            help: "Stops one side in one of N frames: the reader in the middle of its copy, the "
                + "writer anywhere, always with a slot at the device; each tenth time the writer "
                + "is killed. 1000 if not given; 0 never."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.adversaryEvery = try OptionValue.integer(text, in: 0...UInt64.max)
        },
        Option(
            "--threads",
            help: "The writer is a thread of this process on the same mapping, for the thread "
                + "sanitizer; it ends instead of being killed."
        ) { $0.isThreaded = true },
        Option(
            "--no-device",
            help: "Nobody but the reader reads. If not given, each slot is lent to a thread that "
                + "reads it in place when it likes."
        ) { $0.hasDevice = false },
        Option("--writer", help: "Is the writer of the region on descriptor 3, until killed.") {
            $0.isWriter = true
        },
    ],
    notes: """
        Ends with 0 when everything that was read was whole, new and in order, with 14 when not.
        """,
    examples: ["viewport-stress", "viewport-stress --viewport two-slot --frames 20000"])
