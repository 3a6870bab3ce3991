import WeldViewport
import WeldWire

/// What the reading thread hands to the main loop.
enum SceneInput: Sendable {
    /// The editor accepted us.
    case opened
    /// The region is mapped and has a place for us.
    case region(ViewportRegion, ViewportWriter)
    /// A SpawnEntity with its number.
    case spawn(SpawnEntity, UInt32)
    /// A ModifyComponent with its number.
    case modify(ModifyComponent, UInt32)
    /// A Shutdown with its number.
    case shutdown(UInt32)
    /// The connection is over; nothing comes after this.
    case ended(SessionEnd)
}
