internal import GateHost
internal import GateKit
internal import WeldContract

/// Counts the system calls of a stub by phase and finds the one at which it is killed: pure.
///
/// Phases only go on, never back; a call belongs to the phase that it begins.
struct KillCounter: Sendable {
    /// How many calls were begun in each phase.
    private(set) var counts: [KillPhase: Int] = [:]

    private let life: KillLife
    private let target: KillPoint?
    private var phase: KillPhase?
    private var isOver = false
    /// The thread whose call is the wanted one and has begun.
    private var wanted: Int32?

    /// Begins with the program's first call.
    ///
    /// - Parameter target: Where to kill; nil counts only.
    init(_ life: KillLife, target: KillPoint? = nil) {
        self.life = life
        self.target = target
        phase = life.opening
    }

    /// Takes a call, before it or after it, and says whether the stub is killed there.
    ///
    /// - Parameter mark: What the judge last said.
    mutating func take(_ call: TracedCall, mark: KillMark?) -> TraceDecision {
        switch mark {
        case .phase(let phase): enter(phase)
        case .over: isOver = true
        case nil: break
        }
        // Once it is over the judge ends all, and what then happens is no life any more.
        guard call.isEntry else { return call.thread == wanted && !isOver ? .kill : .goOn }
        if let event = Self.event(in: call.text), let phase = life.marks[event] { enter(phase) }
        guard !isOver, let phase else { return .goOn }
        counts[phase, default: 0] += 1
        guard let target, target.phase == phase, target.number == counts[phase] else {
            return .goOn
        }
        // Some calls never come back.
        if target.side == .entry || call.neverReturns { return .kill }
        wanted = call.thread
        return .goOn
    }

    private mutating func enter(_ next: KillPhase) {
        guard let rank = life.phases.firstIndex(of: next) else { return }
        if let phase, let now = life.phases.firstIndex(of: phase), now >= rank { return }
        phase = next
    }

    /// The event that a line begins with, as far as it was copied; nil where it is no line of one.
    static func event(in text: [UInt8]) -> EventName? {
        let line = String(decoding: text, as: UTF8.self)
        guard line.hasPrefix(#"{"n":"#) else { return nil }
        let parts = line.split(separator: #""event":""#, maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return EventName(rawValue: String(parts[1].prefix { $0 != "\"" }))
    }
}

extension TracedCall {
    /// Whether its end is never seen.
    fileprivate var neverReturns: Bool { ["exit", "exit_group", "rt_sigreturn"].contains(name) }
}
