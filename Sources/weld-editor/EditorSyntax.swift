import WeldContract
import WeldDisplay
import WeldPlatform
import WeldStub
import WeldWire

/// The command line of `weld-editor`.
let editorSyntax = CommandSyntax<EditorSettings>(
    program: "weld-editor", role: .editor,
    summary: """
        weld-editor owns the viewport's region and the socket, starts its runtime, sends it
        requests, shows its pictures in a window, replaces it once when it dies, and ends it.
        """,
    options: EditorOptions.life + EditorOptions.window + EditorOptions.connection
        + EditorOptions.tests,
    notes: """
        SIGTERM and SIGINT end the editor as if its seconds were over. The end is Shutdown,
        after 2 s SIGTERM, after 1 s more SIGKILL. A runtime that dies is replaced once; the
        new one gets the same arguments without --hold-at. With a runtime of its own the
        editor takes no other process for it.
        """,
    examples: [
        "weld-editor",
        "weld-editor --validation on --present-mode fifo",
        "weld-editor --headless --seconds 10",
        "weld-editor --headless --requests 100/s --runtime-arg --hz --runtime-arg 30",
        "weld-editor --milestone --runtime ./the-original-runtime",
        "weld-editor --headless --no-spawn --socket /run/user/1000/weld/weld-1.sock",
    ])

/// The options in groups.
enum EditorOptions {
    /// Who lives, how long, in which shape.
    static let life: [Option<EditorSettings>] = [
        Option(
            "--runtime", "PATH",
            help: "The runtime's program. Without it the weld-runtime beside this program."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.runtimePath = try OptionValue.path(text)
        },
        Option("--headless", help: "Reads the pictures without showing them: no window.") {
            $0.isHeadless = true
        },
        Option("--seconds", "N", help: "How long to live. 60 if not given.") {
            (settings, text) throws(OptionValue.Mismatch) in
            settings.seconds = try OptionValue.integer(text, in: 0...1_000_000_000)
        },
        Option("--size", "WxH", help: "Size of the pictures. 1280x720 if not given.") {
            (settings, text) throws(OptionValue.Mismatch) in
            settings.size = try OptionValue.size(text)
        },
        Option(
            "--viewport", "PROTOCOL",
            help: "Protocol of the region: three-slot (if not given), or two-slot, the original "
                + "that can tear."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.viewport = try OptionValue.oneOf(text, EditorSettings.Viewport.self)
        },
    ]

    /// What the window is like.
    static let window: [Option<EditorSettings>] = [
        Option("--fullscreen", help: "Asks the compositor for the whole screen.") {
            $0.isFullscreen = true
        },
        Option(
            "--present-mode", "MODE",
            help: "How pictures wait for the screen: mailbox (if not given), the newest replaces "
                + "the one that waits, or fifo, each is shown."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.presentMode = try OptionValue.oneOf(text, PresentMode.self)
        },
        Option(
            "--blit", "WAY",
            help: "How a picture gets into the window: copy, where size and format allow it, or "
                + "draw, the original's triangle. The first that is offered if not given."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.blit = try OptionValue.oneOf(text, PictureBlit.self)
        },
        Option(
            "--upload", "WAY",
            help: "How a picture gets to the device: import, which reads the runtime's slot in "
                + "place, or staging, which copies it. The first that is offered if not given."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.upload = try OptionValue.oneOf(text, PictureUpload.self)
        },
        Option(
            "--validation", "on|off",
            help: "Lets the Vulkan validation layer check every call, synchronization included; "
                + "it must be installed, and is asked first whether it is silent. off if not given."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.validates = try OptionValue.oneOf(text, EditorSettings.Switch.self) == .on
        },
    ]

    /// How the two find each other and what they say.
    static let connection: [Option<EditorSettings>] = [
        Option(
            "--socket", "PATH",
            help: "Where to listen, at most 107 bytes. Without it weld-PID.sock in the user's "
                + "private directory."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.socketPath = try OptionValue.path(text)
        },
        Option("--no-spawn", help: "Starts no runtime but waits for one to connect.") {
            $0.spawns = false
        },
        Option(
            "--keep-accepting",
            help: "With --no-spawn: accepts another runtime whenever one has ended."
        ) { $0.keepsAccepting = true },
        Option("--no-heartbeat", help: "Sends no heartbeats and misses none.") {
            $0.beats = false
        },
        Option(
            "--attach", "WAY",
            help: "How the region reaches the runtime: descriptor (if not given) or name, for a "
                + "peer without message 14."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.attachment = try OptionValue.oneOf(text, EditorSettings.Attachment.self)
        },
        Option(
            "--milestone",
            help: "Everything that passes between the two as the milestone has it: stands for "
                + "--attach name, --viewport two-slot and --size 1280x720, and wins over them."
        ) { $0.isMilestone = true },
        Option(
            "--requests", "N/s",
            help: "Goes on sending Echo, SpawnEntity and ModifyComponent, together N a second."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.requestsPerSecond = try OptionValue.rate(text)
        },
        Option(
            "--runtime-arg", "ARG", repeats: true, takesAnything: true,
            help: "Hands an argument to the runtime that is started."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.runtimeArguments.append(text)
        },
    ]

    /// What only tests and gates use.
    static let tests: [Option<EditorSettings>] = [
        Option(
            "--handles-lab",
            help: "For tests: runs the script that passes descriptors of every kind, then ends."
        ) { $0.handlesLab = true },
        Option(
            "--requests-ahead", "N",
            help: "For tests: how many requests may await their replies before no more are sent. "
                + "256 if not given; more than a socket and a queue hold makes it wait for its peer."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.requestsAhead = try OptionValue.integer(text, in: 1...10_000_000)
        },
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
            "--seed", "N",
            help: "Seed of random payloads: the same seed, the same bytes. A new one if not given."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.payloads = PayloadGenerator(
                seed: try OptionValue.integer(text, in: 0...UInt64.max))
        },
        Option(
            "--events-fd", "N",
            help: "Writes events as JSON lines to this descriptor, hands it to the runtime, and "
                + "ends with 16 when nobody reads it any more."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.eventsDescriptor = RawDescriptor(
                rawValue: try OptionValue.integer(text, in: 0...Int32.max))
        },
        Option(
            "--read-back-fd", "N",
            help: "For gates: copies the marks of every picture that the window presents back into "
                + "this memory, a ring of slots that its reader made."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.readBackDescriptor = RawDescriptor(
                rawValue: try OptionValue.integer(text, in: 0...Int32.max))
        },
        Option(
            "--sabotage", "NAME[=VALUE]", repeats: true,
            help: "Switches a fault on, for the controls of the gates: "
                + OptionValue.sabotageForms(of: .editor)
                + ". TIME is such as 250ms. The events say so. Those of the runtime go through "
                + "--runtime-arg."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.sabotages.switchOn(try OptionValue.sabotage(text, of: .editor))
        },
        Option(
            "--hold-at", "PHASE",
            help: "For tests: stops once at a phase until SIGUSR2: "
                + EditorPhase.allCases.map { $0.rawValue }.joined(separator: ", ") + "."
        ) { (settings, text) throws(OptionValue.Mismatch) in
            settings.holdPhase = try OptionValue.oneOf(text, EditorPhase.self)
        },
    ]
}

/// What the command line of `weld-editor` asks for.
struct EditorSettings: Sendable {
    /// How the region reaches the runtime.
    enum Attachment: String, CaseIterable, Sendable {
        /// As a descriptor, by ShmRegionsHandoff.
        case descriptor
        /// By its name, for a peer without message 14.
        case name
    }

    /// Protocols of the viewport that this editor can speak.
    enum Viewport: String, CaseIterable, Sendable {
        /// The milestone's protocol.
        case twoSlot = "two-slot"
        /// The one that cannot tear.
        case threeSlot = "three-slot"
    }

    /// Whether something is switched on.
    enum Switch: String, CaseIterable {
        case on, off
    }

    /// The runtime's program; nil is the one beside the editor's own.
    var runtimePath: String?
    /// Whether there is no window.
    var isHeadless = false
    /// Whether the window asks for the whole screen.
    var isFullscreen = false
    /// How pictures wait for the screen.
    var presentMode: PresentMode = .mailbox
    /// How a picture gets into the window's image; nil takes the best way that is offered.
    var blit: PictureBlit?
    /// How a picture gets to the device; nil takes the best way that is offered.
    var upload: PictureUpload?
    /// The memory in which somebody wants to see what was presented.
    var readBackDescriptor: RawDescriptor?
    /// Whether the validation layer checks every Vulkan call.
    var validates = false
    /// How long to live.
    var seconds: UInt64 = 60
    /// The size of the pictures.
    var size: (width: UInt32, height: UInt32) = (1280, 720)
    /// The viewport's protocol.
    var viewport: Viewport = .threeSlot
    /// Where to listen; nil is the default path.
    var socketPath: String?
    /// Whether the runtime is started by the editor.
    var spawns = true
    /// Whether every runtime that ends is followed by another.
    var keepsAccepting = false
    /// Whether heartbeats are sent.
    var beats = true
    /// How the region reaches the runtime.
    var attachment: Attachment = .descriptor
    /// Whether everything is as the milestone has it.
    var isMilestone = false
    /// Requests a second after the first round; nil sends none.
    var requestsPerSecond: UInt32?
    /// How many requests may await their replies; nil is the usual number.
    var requestsAhead: Int?
    /// The number of the first frame of every connection.
    var firstSequence: UInt32 = 1
    /// Whether SIGUSR1 interrupts system calls.
    var isInterruptible = false
    /// What random payloads are made of.
    var payloads = PayloadGenerator()
    /// Whether the handles lab runs instead of the ordinary life.
    var handlesLab = false
    /// Arguments for the runtime.
    var runtimeArguments: [String] = []
    /// Where events go.
    var eventsDescriptor: RawDescriptor?
    /// The faults that are switched on.
    var sabotages = Sabotages()
    /// Where the process stops and waits.
    var holdPhase: EditorPhase?
}

extension EditorSettings {
    /// The same, with everything as the milestone has it where that was asked for.
    var resolved: EditorSettings {
        guard isMilestone else { return self }
        var settings = self
        settings.attachment = .name
        settings.viewport = .twoSlot
        settings.size = (1280, 720)
        return settings
    }
}
