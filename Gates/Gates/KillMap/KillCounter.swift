internal import GateHost
internal import GateKit
internal import WeldContract

/// Says what becomes of a followed stub at each of its system calls.
protocol CallCounter: Sendable {
    /// Takes a call, before it or after it.
    ///
    /// - Parameter mark: What the judge last said.
    mutating func take(_ call: TracedCall, mark: KillMark?) -> TraceDecision
}

/// Where a followed stub is in its life: pure.
///
/// Phases only go on, never back; a call belongs to the phase that it begins.
struct LifeClock: Sendable {
    /// Whether the judge said that the life is over.
    private(set) var isOver = false
    private let life: KillLife
    private var phase: KillPhase?

    /// Begins with the program's first call.
    init(_ life: KillLife) {
        self.life = life
        phase = life.opening
    }

    /// Takes a call and returns the phase in which it begins; nil for the end of a call, and where
    /// nothing is counted.
    mutating func take(_ call: TracedCall, mark: KillMark?) -> KillPhase? {
        switch mark {
        case .phase(let phase): enter(phase)
        case .over: isOver = true
        case nil: break
        }
        guard call.isEntry else { return nil }
        if let event = Self.event(in: call.text), let phase = life.marks[event] { enter(phase) }
        return isOver ? nil : phase
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

/// Counts the system calls of a stub by phase and finds the one at which it is killed: pure.
struct KillCounter: CallCounter {
    /// How many calls were begun in each phase.
    private(set) var counts: [KillPhase: Int] = [:]

    private let target: KillPoint?
    private var clock: LifeClock
    /// The thread whose call is the wanted one and has begun.
    private var wanted: Int32?

    /// Begins with the program's first call.
    ///
    /// - Parameter target: Where to kill; nil counts only.
    init(_ life: KillLife, target: KillPoint? = nil) {
        self.target = target
        clock = LifeClock(life)
    }

    /// Takes a call and says whether the stub is killed there.
    mutating func take(_ call: TracedCall, mark: KillMark?) -> TraceDecision {
        let phase = clock.take(call, mark: mark)
        // Once it is over the judge ends all, and what then happens is no life any more.
        guard call.isEntry else { return call.thread == wanted && !clock.isOver ? .kill : .goOn }
        guard let phase else { return .goOn }
        counts[phase, default: 0] += 1
        guard let target, target.phase == phase, target.number == counts[phase] else {
            return .goOn
        }
        // Some calls never come back.
        if target.side == .entry || call.neverReturns { return .kill }
        wanted = call.thread
        return .goOn
    }
}

extension TracedCall {
    /// Whether its end is never seen.
    fileprivate var neverReturns: Bool { ["exit", "exit_group", "rt_sigreturn"].contains(name) }
}
