/// What a pair of a kill trial is like, besides the phase in which it is met.
enum DeathSetting: CaseIterable, Equatable, Sendable {
    /// As a user starts it.
    case plain
    /// The region travels by name, and so there is a name that must be gone afterwards.
    case byName
    /// The editor asks all the time, so that a death meets requests on their way.
    case busy

    /// The setting of a trial by its place in the schedule: whatever the seed, each comes in turn.
    init(trial index: Int) {
        self = Self.allCases[index % Self.allCases.count]
    }

    /// What is added to the editor's command line.
    var arguments: [String] {
        switch self {
        case .plain: []
        case .byName: ["--attach", "name"]
        case .busy: ["--requests", "2000/s"]
        }
    }
}
