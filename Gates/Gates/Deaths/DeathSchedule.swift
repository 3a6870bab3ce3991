internal import GateKit
internal import WeldContract

/// One kill: when it lands.
struct PlannedKill: Equatable, Sendable {
    /// The phase that must have been reached.
    let phase: DeathPhase
    /// How long after reaching it, in nanoseconds.
    let delayNanoseconds: UInt64
}

/// Which kills an attempt makes, from profile and seed alone.
///
/// Every ten hold each phase at least once; their order and their delays are random.
enum DeathSchedule {
    /// The trials that gates.md#g4 asks for.
    static func trials(_ profile: Profile) -> Int {
        switch profile {
        case .smoke: 10
        case .ci: 100
        case .full: 300
        }
    }

    /// Fewer make a GO provisional: the editor's stops are shorter then, too.
    static let contractTrials = trials(.ci)

    /// How many trials of each kind run side by side, or beside the kills.
    static func sideTrials(_ profile: Profile) -> Int {
        switch profile {
        case .smoke: 1
        case .ci: 3
        case .full: 10
        }
    }

    /// How often each phase must have been hit.
    static func hitsAPhase(_ profile: Profile) -> Int { profile == .smoke ? 1 : 3 }

    /// The kills of the runtime.
    ///
    /// A kill during Shutdown has no recovery, so those come on top: every one of the trials that
    /// the page asks for measures one.
    static func runtimeKills(_ profile: Profile, seed: UInt64) -> [PlannedKill] {
        let cycle = DeathPhase.allCases.filter { $0 != .shutdown } + [.random]
        let extra = Array(repeating: DeathPhase.shutdown, count: trials(profile) / 10)
        return plan(cycle: cycle, count: trials(profile), extra: extra, seed: seed)
    }

    /// The kills of the editor.
    static func editorKills(_ profile: Profile, seed: UInt64) -> [PlannedKill] {
        plan(cycle: DeathPhase.allCases, count: trials(profile), extra: [], seed: seed)
    }

    private static func plan(
        cycle: [DeathPhase], count: Int, extra: [DeathPhase], seed: UInt64
    ) -> [PlannedKill] {
        var random = SeededGenerator(seed: seed)
        let phases = (0..<count).map { cycle[$0 % cycle.count] } + extra
        return phases.shuffled(using: &random).map { phase in
            // A held victim cannot leave its phase, so a short delay will do.
            let limit: UInt64 = phase == .random ? 300_000_000 : 2_000_000
            return PlannedKill(
                phase: phase, delayNanoseconds: UInt64.random(in: 0..<limit, using: &random))
        }
    }
}

/// When a kill lands, the same for either victim (gates.md#g4).
enum DeathPhase: CaseIterable, Sendable {
    /// The connection stands, nothing was said.
    case beforeHello
    /// The Hello was sent and not answered.
    case beforeAck
    /// Accepted, the region not handed over.
    case beforeHandover
    /// Both are ready, nothing is due.
    case idle
    /// Half of a frame is written.
    case midFrame
    /// The runtime draws a slot.
    case drawing
    /// A picture is published, its event not written.
    case published
    /// The end was asked for.
    case shutdown
    /// A first runtime was killed and replaced a moment ago.
    case afterRestart
    /// At a random moment after the start, wherever that is.
    case random

    /// The name in series and milestones: the contract's, where it has one.
    var name: String {
        switch self {
        case .afterRestart: "after-restart"
        case .random: "random"
        default: ofRuntime?.rawValue ?? ""
        }
    }

    /// The same of an editor; nil where it has no hold there.
    var ofEditor: EditorPhase? {
        switch self {
        case .beforeHello: .beforeHello
        case .beforeAck: .beforeAck
        case .beforeHandover: .beforeHandover
        case .idle: .idle
        case .midFrame: .midFrame
        case .shutdown: .shutdown
        case .drawing, .published, .afterRestart, .random: nil
        }
    }

    /// The same of a runtime; nil where it has no hold there.
    var ofRuntime: RuntimePhase? {
        switch self {
        case .beforeHello: .beforeHello
        case .beforeAck: .beforeAck
        case .beforeHandover: .beforeHandover
        case .idle: .idle
        case .midFrame: .midFrame
        case .drawing: .drawing
        case .published: .published
        case .shutdown: .shutdown
        case .afterRestart, .random: nil
        }
    }

    /// The nine phases that must be hit for certain.
    static let proven = allCases.filter { $0 != .random }
}

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
