internal import GateKit
internal import WeldContract

/// How long an attempt looks.
struct ViewportLength {
    /// Seconds of the window, from its first steady picture.
    let window: Int
    /// Seconds of two slots at 60 Hz.
    let twoSlots: Int
    /// Seconds of three slots under the adversary.
    let adversary: Int
    /// The fewest pictures at each place of the window; a control needs only its violation.
    let fewestPictures: Int
    /// Seconds over which a rate is formed: the same for a real attempt and for a control.
    let ratePeriod = Self.period

    init(_ profile: Profile, control: Control?) {
        if let control {
            // The window and the period of a real attempt, once. The adversary has no rate, and
            // tears at once.
            window = control.sabotages(.twoSlotAdversary) ? 3 : Self.period
            twoSlots = 0
            adversary = 0
            fewestPictures = 1
        } else {
            switch profile {
            case .smoke: (window, twoSlots, adversary) = (Self.period, 1, 1)
            case .ci: (window, twoSlots, adversary) = (60, 10, 10)
            case .full: (window, twoSlots, adversary) = (60, 60, 60)
            }
            fewestPictures = window * Self.fewestSamplesPerSecond
        }
    }

    /// What both ends and the compositor have to reach: 60 Hz within 5 %.
    static let fewestPicturesPerSecond = 57
    /// Half of what a healthy run brings: so many make a sample, and the rate judges the rest.
    static let fewestSamplesPerSecond = 30

    private static let period = 5
}
