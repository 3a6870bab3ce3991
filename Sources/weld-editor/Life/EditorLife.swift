import WeldContract
import WeldPlatform
import WeldStub
import WeldWire

/// The editor's life as a state machine without I/O: what happened goes in, what to do comes out
/// (platform.md#life).
///
/// Times are nanoseconds of the monotonic clock. The shell calls `handle(.tick, now:)` at `wakeUp`
/// at the latest, after it handed in everything else that it knows.
struct EditorLife: Sendable {
    /// What can be chosen.
    struct Rules: Sendable {
        /// Whether the editor starts its runtime itself; if not, it waits for one to connect.
        var spawns = true
        /// Whether every runtime that ends is followed by another.
        var keepsAccepting = false
        /// Whether heartbeats are sent and missed.
        var beats = true
        /// Whether a death is mended; false only for the sabotage `no-restart`.
        var restarts = true
        /// Whether silence counts; false only for the sabotage `ignore-heartbeat`.
        var mindsSilence = true
        /// From one heartbeat to the next; another time only for the sabotage `heartbeat-every`.
        var beatNanoseconds = ContractTime.heartbeat
        /// How long silence is borne; another time only for the sabotage `silence-limit`.
        var silenceNanoseconds = ContractTime.heartbeatTimeout
        /// Whether an own pause counts for nothing; false only for the sabotage `blame-pause`.
        var forgivesPauses = true
    }

    /// Where the life stands.
    enum State: Equatable, Sendable {
        /// Nothing was done yet.
        case idle
        /// A runtime is expected, or connected and not greeted, until the deadline.
        case awaiting(deadline: UInt64?)
        /// The runtime is greeted and must answer an Echo.
        case verifying(deadline: UInt64)
        /// All is well.
        case serving
        /// The end was asked for.
        case stopping(Stopping)
        /// Over.
        case ended(ExitCode)
    }

    /// The handshake's deadline, and that of the first Echo.
    static let greetingNanoseconds: UInt64 = ContractTime.handshake

    private(set) var state: State = .idle
    /// How many runtimes died.
    private(set) var deaths: UInt32 = 0
    /// Whether the last one that died ended, or was ended, before it had served at all.
    private(set) var diedAtOnce = false
    /// Whether a runtime was ever greeted.
    private var everGreeted = false
    private let rules: Rules
    private var heart: Heart
    private var expectedWakeUp: UInt64 = .max

    init(_ rules: Rules) {
        self.rules = rules
        heart = Heart(
            beats: rules.beats, mindsSilence: rules.mindsSilence, interval: rules.beatNanoseconds,
            patience: rules.silenceNanoseconds)
    }

    /// The number of the runtime that lives or is expected, from 1: the epoch of what it draws.
    ///
    /// A region of version 1 has no place for it: then only the events `ready` and `restarted` tell
    /// it.
    var epoch: UInt32 { deaths + 1 }

    /// When `tick` is due at the latest.
    var wakeUp: UInt64 {
        switch state {
        case .idle, .ended: .max
        case .awaiting(let deadline): deadline ?? .max
        case .verifying(let deadline): min(deadline, heart.wakeUp)
        case .serving: heart.wakeUp
        case .stopping(let stopping): stopping.deadline
        }
    }

    /// Takes what happened and returns what to do, in order.
    mutating func handle(_ input: Input, now: UInt64) -> [Action] {
        var actions = notePause(now)
        actions += react(to: input, now)
        expectedWakeUp = wakeUp
        return actions
    }

    private mutating func react(to input: Input, _ now: UInt64) -> [Action] {
        switch (state, input) {
        case (.ended, _):
            return []
        case (.idle, .start):
            return launch(now)
        case (.idle, _), (_, .start):
            return []
        case (.stopping(let stopping), _):
            return step(stopping, input, now)
        case (_, .stop(let reason)):
            return beginStop(reason, now)
        case (.awaiting(_?), .launched):
            // Burying the one before may have taken long; that is no time of the new one's.
            state = .awaiting(deadline: now + Self.greetingNanoseconds)
            return []
        case (.awaiting, .spawnFailed):
            return end(.connection)
        case (.awaiting(let deadline), .connected):
            state = .awaiting(deadline: deadline ?? now + Self.greetingNanoseconds)
            return []
        case (.awaiting, .greeted):
            return greeted(now)
        case (.awaiting(let deadline), .lost(let loss)) where isStray(loss):
            return dismissed(loss, deadline)
        case (.awaiting(let deadline), .handshakeFailed(let failure))
        where isStray(.handshake(failure)):
            return dismissed(.handshake(failure), deadline)
        case (_, .handshakeFailed(let failure)):
            return handshakeFailed(failure, now)
        case (.verifying, .echoAnswered):
            state = .serving
            return epoch > 1 ? [.announceRestarted(epoch)] : []
        case (_, .heartbeatAcked):
            heart.acked(now)
            return []
        case (_, .lost(let loss)):
            return died(loss, now)
        case (_, .childEnded(let status)):
            return died(.childEnded(status), now)
        case (_, .tick):
            return tick(now)
        default:
            return []
        }
    }

    // MARK: - Birth

    private mutating func launch(_ now: UInt64) -> [Action] {
        state = .awaiting(deadline: rules.spawns ? now + Self.greetingNanoseconds : nil)
        return [.launch]
    }

    private mutating func greeted(_ now: UInt64) -> [Action] {
        everGreeted = true
        state = .verifying(deadline: now + Self.greetingNanoseconds)
        heart.start(now)
        return [.announceReady(epoch), .sendFirstRequests]
    }

    private mutating func tick(_ now: UInt64) -> [Action] {
        if case .awaiting(let deadline?) = state, now >= deadline {
            guard rules.spawns else { return dismissed(.handshakeDeadline, deadline) }
            return died(.handshakeDeadline, now)
        }
        if case .verifying(let deadline) = state, now >= deadline {
            return died(.noEcho, now)
        }
        guard isGreeted else { return [] }
        if let silence = heart.silence(now) {
            return [.reportMissedHeartbeat(silence)] + died(.silent, now)
        }
        return heart.beatIfDue(now) ? [.sendHeartbeat] : []
    }

    private var isGreeted: Bool {
        switch state {
        case .verifying, .serving: true
        default: false
        }
    }

    // MARK: - Who is no runtime

    /// Whether a connection that was lost before its Hello is nobody's death (platform.md#identity): of the
    /// own runtime its end, which says nothing as long as the process lives; of those who may come
    /// unasked anything but another version, which is a runtime's.
    private func isStray(_ loss: Loss) -> Bool {
        switch loss {
        case .connection(_, _, let isProtocolError): !rules.spawns || !isProtocolError
        case .handshake(.versionMismatch): false
        default: !rules.spawns
        }
    }

    private mutating func dismissed(_ loss: Loss, _ deadline: UInt64?) -> [Action] {
        state = .awaiting(deadline: rules.spawns ? deadline : nil)
        return [.dismiss(loss)]
    }

    // MARK: - Death

    /// One death is mended; the second is fatal.
    private mutating func died(_ loss: Loss, _ now: UInt64) -> [Action] {
        diedAtOnce = state != .serving && loss.isItsOwnEnd
        deaths += 1
        guard rules.restarts, deaths < 2 || rules.keepsAccepting else {
            return [.bury(loss)] + end(.peerDiedTwice)
        }
        return [.bury(loss), .announceRestarting(deaths: deaths)] + launch(now)
    }

    /// Another version will not change its mind: no restart.
    private mutating func handshakeFailed(
        _ failure: HandshakeFailure, _ now: UInt64
    ) -> [Action] {
        if case .versionMismatch = failure, !rules.keepsAccepting {
            return [.bury(.handshake(failure))] + end(.handshake)
        }
        return died(.handshake(failure), now)
    }

    private mutating func end(_ code: ExitCode) -> [Action] {
        state = .ended(code)
        return [.end(code)]
    }

    // MARK: - The planned end

    private mutating func beginStop(_ reason: StopReason, _ now: UInt64) -> [Action] {
        let begin = Action.announceStopping(reason)
        if isGreeted {
            state = .stopping(Stopping(hasChild: rules.spawns, now: now))
            return [begin, .sendShutdown]
        }
        if rules.spawns {
            // Nobody to ask yet: a signal is all that there is.
            var stopping = Stopping(hasChild: true, now: now)
            let force = stopping.escalate(now)
            state = .stopping(stopping)
            return [begin] + force
        }
        return [begin] + end(everGreeted || rules.keepsAccepting ? .clean : .connection)
    }

    private mutating func step(
        _ stopping: Stopping, _ input: Input, _ now: UInt64
    ) -> [Action] {
        var stopping = stopping
        let actions = stopping.handle(input, now: now)
        state = .stopping(stopping)
        return stopping.verdict.map { actions + end($0) } ?? actions
    }

    // MARK: - Own pauses

    /// A wake-up that comes far too late means that this process was stopped; the time does not
    /// count against the runtime.
    private mutating func notePause(_ now: UInt64) -> [Action] {
        let limit: UInt64 = 250_000_000
        guard rules.forgivesPauses, expectedWakeUp < .max, now > expectedWakeUp,
            now - expectedWakeUp > limit
        else {
            return []
        }
        let pause = now - expectedWakeUp
        switch state {
        // Nobody knows when the pause began: what was waited for gets its whole time again.
        case .awaiting(.some): state = .awaiting(deadline: now + Self.greetingNanoseconds)
        case .verifying: state = .verifying(deadline: now + Self.greetingNanoseconds)
        case .stopping(var stopping):
            stopping.deadline = now + Stopping.forcedNanoseconds
            state = .stopping(stopping)
        default: break
        }
        heart.shift(by: pause)
        return [.reportPause(pause)]
    }
}
