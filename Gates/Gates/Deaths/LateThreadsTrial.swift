internal import GateHost
internal import GateKit
internal import Synchronization
internal import WeldContract

/// A pair in which every thread of one side is late, now here and now there: whatever its threads
/// take for granted of each other is seen, without luck (gates.md#late-threads).
///
/// A thread stands still for a few milliseconds before or after some of its system calls, and some of
/// its transfers through a socket are short, as any busy host can make them. So nothing of it is a
/// fault, and no time is judged.
struct LateThreadsTrial {
    let plan: AttemptPlan
    let recorder: Recorder

    private static let patience: Duration = .seconds(10)
    /// Requests in turn and pictures, as many as a pair does with ease.
    private static let arguments = [
        "--size", "320x180", "--runtime-arg", "--hz", "--runtime-arg", "30", "--requests", "200/s",
    ]

    /// Lets a pair live from its start to its end, and the threads of one of the two be late.
    func run(_ subject: SubjectRole) throws {
        let name = "late-\(subject.rawValue)"
        let start = MonotonicClock.now()
        let editor = try EditorRun(
            name, plan: plan, arguments: Self.arguments,
            surroundings: { _ in SubjectSurroundings(launcher: ProcessTracer.launcher) },
            recorder: recorder)
        let stub = try FollowedStub(
            child: subject == .editor ? nil : 1, editor: editor.editorPID,
            LateCounter(seed: plan.seed))
        let isServed = editor.wait(.editor, .roundChecked, within: Self.patience) != nil
        if isServed { _ = editor.wait(.editor, .heartbeatAcked, within: Self.patience) }
        if isServed {
            try editor.recordEnd(
                DeathMetric.editorEnd, of: "trial \(name)", within: Self.patience)
        } else {
            editor.signalEditor(Signals.kill)
            _ = try editor.waitForEditor(within: Self.patience)
        }
        recorder.hangs(try editor.clear(), of: "trial \(name)")
        guard try stub.wasFollowed(recorder, as: name) else { return editor.removeDirectory() }
        if !isServed {
            recorder.violation(
                .hang, "trial \(name): no round of requests was answered", span: .since(start))
        }
        editor.events.drain()
        for disturbance in StubLives.disturbances(in: editor.events.events).prefix(1) {
            recorder.violation(
                .misbehaviour,
                "trial \(name): where threads of the \(subject.rawValue) are late, \(disturbance)")
        }
        editor.removeDirectory()
    }
}

extension FollowedStub<LateCounter> {
    /// Waits for the end of the following and records how often threads were late; false where the
    /// machine does not let processes be followed.
    func wasFollowed(_ recorder: Recorder, as name: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try kill()
        } catch {
            guard error.kind == .permission else { throw error }
            recorder.fact("\(name) threads", "not possible here: \(error)")
            return false
        }
        recorder.fact(
            "\(name) threads", "late \(counter.holds) times; \(counter.cuts) short transfers")
        return true
    }
}

/// A thread that stands still for a while, when the judge says so, while all others go on at once.
final class ThreadHold: Sendable {
    private let until = Mutex<Deadline?>(nil)

    /// Begins: at its next call the thread stands still until then.
    func begin(for time: Duration) { until.withLock { $0 = .after(time) } }

    /// How long the thread still has to stand; nil where it has not.
    var rest: Duration? {
        until.withLock { end in
            guard let deadline = end, !deadline.hasPassed else { return nil }
            return .nanoseconds(Int64(deadline.remainingNanoseconds))
        }
    }
}

/// Says at which calls a thread is late, and for how long, and which transfers are short: the same for
/// the same seed, as far as the calls are the same.
struct LateCounter: CallCounter {
    /// How often a thread was late.
    private(set) var holds = 0
    /// How often fewer bytes were let through than were asked for, or could have been.
    private(set) var cuts = 0

    private var random: SeededGenerator
    private let hold: ThreadHold?
    private let heldThread: Int32

    /// One call in so many, before it or after it.
    private static let rarity = 8
    /// For so many microseconds.
    private static let times = 300...2000
    /// A life is not longer for it than by a few seconds.
    private static let most = 1500

    /// Short transfers move so many bytes: ends within a header, and within what follows it.
    private static let few = 1...40

    /// - Parameter hold: What can keep a thread, by its number.
    init(seed: UInt64, hold: ThreadHold? = nil, of thread: Int32 = 0) {
        random = SeededGenerator(seed: seed)
        self.hold = hold
        heldThread = thread
    }

    mutating func take(_ call: TracedCall, mark: KillMark?) -> TraceDecision {
        if let rest = hold?.rest { return call.thread == heldThread ? .hold(rest) : .goOn }
        if call.isEntry, isCut(call) {
            cuts += 1
            return .shorten(to: Int.random(in: Self.few, using: &random))
        }
        guard !call.isLoaders, !call.isLast, holds < Self.most,
            Int.random(in: 0..<Self.rarity, using: &random) == 0
        else { return .goOn }
        holds += 1
        return .hold(.microseconds(Int.random(in: Self.times, using: &random)))
    }

    /// Whether a transfer is short: one in so many, and every one that may carry descriptors, which
    /// are few and go with its first byte.
    private mutating func isCut(_ call: TracedCall) -> Bool {
        switch call.name {
        case "sendmsg": true
        case "recvmsg", "sendto", "recvfrom": Int.random(in: 0..<Self.rarity, using: &random) == 0
        default: false
        }
    }
}
