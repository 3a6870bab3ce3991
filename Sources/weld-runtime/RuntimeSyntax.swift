import WeldContract
import WeldPlatform
import WeldStub
import WeldWire

/// The command line of `weld-runtime`.
let runtimeSyntax = CommandSyntax<RuntimeSettings>(
    program: "weld-runtime", role: .runtime,
    summary: """
        weld-runtime connects to an editor, answers its requests and draws the moving test
        pattern into the shared region. It ends with its editor.
        """,
    options: [
        Option(
            "--socket", "PATH", isRequired: true,
            help: "Socket of the editor (at most 107 bytes)."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.socketPath = try OptionValue.path(text)
        },
        Option(
            "--editor-pid", "PID", isRequired: true,
            help: "The editor's process: while it lives, nobody else is taken for it. When it is "
                + "found dead, the socket and the shared memory that bear its pid are removed."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.editorPID = try OptionValue.integer(text, in: 1...Int32.max)
        },
        Option(
            "--shm", "NAME",
            help: "Attaches the region by its name, such as /weld-shm-viewport-4711, as the "
                + "milestone's runtime does: it does not ask for the hand-over, announces nothing "
                + "in its Hello and sends no LogMessage."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            guard let name = SharedMemoryName(text) else {
                throw OptionValue.Mismatch(
                    expected: "a name of the form /weld-shm-ROLE-PID, at most 30 bytes")
            }
            settings.regionName = name
        },
        Option(
            "--log-messages",
            help: "With --shm: sends the lines of its log to the editor all the same."
        ) { $0.sendsLog = true },
        Option(
            "--size", "WxH", help: "Size that the region must have. Without it any size will do."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.size = try OptionValue.size(text)
        },
        Option(
            "--hz", "N",
            help: "Pictures a second, at most 1000. 60 if not given; 0 draws without a pause."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.framesPerSecond = try OptionValue.integer(text, in: 0...1000)
        },
        Option(
            "--frames", "N",
            help: "Stops drawing after N pictures. The process goes on answering."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.frameLimit = try OptionValue.integer(text, in: 0...UInt64.max)
        },
        Option(
            "--reconnect",
            help: "For tests: connects again after a reset, a protocol error or an end of stream."
        ) { $0.reconnects = true },
        Option(
            "--engine", "TEXT",
            help: "For tests: what the Hello and the log call the engine; fields cut what is too "
                + "long."
        ) { $0.engine = $1 },
        Option(
            "--first-sequence", "N",
            help: "For tests: the number of the first frame of every connection. 1 if not given."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.firstSequence = try OptionValue.integer(text, in: 1...UInt32.max)
        },
        Option(
            "--interruptible",
            help: "For tests: SIGUSR1 interrupts the system calls that it meets and does nothing "
                + "else."
        ) { $0.isInterruptible = true },
        Option(
            "--handles-lab",
            help: "For tests: an Echo may carry up to 253 descriptors. The payload is written into "
                + "each, each is reported and closed. The region is tried to be truncated."
        ) { $0.handlesLab = true },
        Option(
            "--events-fd", "N",
            help: "Writes events as JSON lines to this descriptor, and ends with 16 when nobody "
                + "reads it any more."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.eventsDescriptor = RawDescriptor(
                rawValue: try OptionValue.integer(text, in: 0...Int32.max))
        },
        Option(
            "--sabotage", "NAME[=VALUE]", repeats: true,
            help: "Switches a fault on, for the controls of the gates: "
                + OptionValue.sabotageForms(of: .runtime)
                + ". TIME is such as 250us, 2ms, 1s. The Hello and the events say so."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.sabotages.switchOn(try OptionValue.sabotage(text, of: .runtime))
        },
        Option(
            "--hold-at", "PHASE",
            help: "For tests: stops once at a phase until SIGUSR2: "
                + RuntimePhase.allCases.map { $0.rawValue }.joined(separator: ", ") + "."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.holdPhase = try OptionValue.oneOf(text, RuntimePhase.self)
        },
    ],
    notes: """
        SIGINT is ignored: at a keyboard it goes to the editor too, and the runtime ends
        with its editor.
        """,
    examples: [
        "weld-editor --headless --seconds 10          (starts its runtime by itself)",
        "weld-runtime --socket /run/user/1000/weld/weld-4711.sock --editor-pid 4711",
    ])

/// What the command line of `weld-runtime` asks for.
struct RuntimeSettings: Sendable {
    /// Where the editor listens.
    var socketPath = ""
    /// The editor's process, whose left-overs are removed when it is dead.
    var editorPID: Int32 = 0
    /// The region's name; nil awaits the hand-over.
    var regionName: SharedMemoryName?
    /// Whether an editor that gave the region by name gets LogMessages too.
    var sendsLog = false
    /// The size that the region must have; nil takes what its header says.
    var size: (width: UInt32, height: UInt32)?
    /// Pictures a second; 0 is without a pause.
    var framesPerSecond: UInt32 = 60
    /// Pictures to draw; nil draws until the end.
    var frameLimit: UInt64?
    /// Whether a lost connection is followed by another.
    var reconnects = false
    /// What the Hello calls the engine; nil is its own name.
    var engine: String?
    /// The number of the first frame of every connection.
    var firstSequence: UInt32 = 1
    /// Whether SIGUSR1 interrupts system calls.
    var isInterruptible = false
    /// Whether an Echo may carry descriptors.
    var handlesLab = false
    /// Where events go.
    var eventsDescriptor: RawDescriptor?
    /// The faults that are switched on.
    var sabotages = Sabotages()
    /// Where the process stops and waits.
    var holdPhase: RuntimePhase?
}
