internal import GateKit
internal import WeldPlatform
internal import WeldViewport

/// How long the parts beside the window itself are watched, and which there are.
struct PartLength: Equatable {
    /// Seconds of the milestone's pipeline; 0 leaves it out.
    let draw: Int
    /// The fewest seconds under the validation layer; 0 leaves it out.
    let validation: Int
    /// Seconds of each larger size; 0 leaves them out.
    let large: Int

    /// The sizes that must work besides 1280x720 (viewport.md#the-picture).
    static let sizes = [(1920, 1080), (3840, 2160)].compactMap {
        PictureSize(width: $0.0, height: $0.1)
    }

    /// The fewest pictures a second that are asked of a part: half of a healthy run's.
    static let fewestPerSecond = 30
    /// The same for larger pictures, which a driver in software may not carry at that rate.
    static let fewestLargePerSecond = 5

    /// Returns how long an attempt's parts are: a control is performed in the one part that sees
    /// it.
    ///
    /// - Parameter display: Where windows are shown; a session has the one size that it has.
    init(_ profile: Profile, control: Control?, display: DisplayOptions?) {
        guard control == nil else {
            (draw, validation, large) = (0, G6Viewport.isForValidation(control) ? 1 : 0, 0)
            return
        }
        validation = 2
        draw = [.smoke: 2, .ci: 10][profile] ?? 60
        large = profile == .full && display?.compositor != .session ? 10 : 0
    }

    /// Seconds of all of them, for the attempt's deadline.
    var total: Int { draw + validation + large * Self.sizes.count }
}
