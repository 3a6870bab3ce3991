internal import GateKit

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
    /// Seconds over which a rate is formed.
    let ratePeriod: Int

    init(_ profile: Profile, control: Control?) {
        guard control == nil else {
            // A freeze comes once a second, and a rate a second of which one may be the host's.
            window = 3
            ratePeriod = 1
            twoSlots = 0
            adversary = 0
            fewestPictures = 1
            return
        }
        switch profile {
        case .smoke: (window, twoSlots, adversary) = (5, 1, 1)
        case .ci: (window, twoSlots, adversary) = (60, 10, 10)
        case .full: (window, twoSlots, adversary) = (60, 60, 60)
        }
        ratePeriod = 5
        fewestPictures = window * Self.fewestPicturesPerSecond
    }

    /// What both ends and the compositor have to reach: 60 Hz within 5 %.
    static let fewestPicturesPerSecond = 57
}
