import WeldContract
import WeldDisplay
import WeldStub

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
    var readBackDescriptor: Int32?
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
    /// Requests a second after the first round; nil sends none.
    var requestsPerSecond: UInt32?
    /// What random payloads are made of.
    var payloads = PayloadGenerator()
    /// Whether the handles lab runs instead of the ordinary life.
    var handlesLab = false
    /// Arguments for the runtime.
    var runtimeArguments: [String] = []
    /// Where events go.
    var eventsDescriptor: Int32?
    /// The fault that is switched on.
    var sabotage: Sabotage?
    /// Where the process stops and waits.
    var holdPhase: EditorPhase?
}
