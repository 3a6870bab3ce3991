import WeldContract
import WeldPlatform
import WeldStub

/// What the command line of `weld-runtime` asks for.
struct RuntimeSettings: Sendable {
    /// Where the editor listens.
    var socketPath = ""
    /// The editor's process, whose left-overs are removed when it is dead.
    var editorPID: Int32 = 0
    /// The region's name; nil awaits the hand-over.
    var regionName: SharedMemoryName?
    /// The size that the region must have; nil takes what its header says.
    var size: (width: UInt32, height: UInt32)?
    /// Pictures a second; 0 is without a pause.
    var framesPerSecond: UInt32 = 60
    /// Pictures to draw; nil draws until the end.
    var frameLimit: UInt64?
    /// Whether a lost connection is followed by another.
    var reconnects = false
    /// Whether an Echo may carry descriptors.
    var handlesLab = false
    /// Where events go.
    var eventsDescriptor: Int32?
    /// The fault that is switched on.
    var sabotage: Sabotage?
    /// Where the process stops and waits.
    var holdPhase: RuntimePhase?
}
