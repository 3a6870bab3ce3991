internal import WeldContract

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
