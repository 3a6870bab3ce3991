public import GateKit

/// What a run is doing, how long it will take and what was found so far: one line for whoever asks
/// (report.md#progress).
public struct RunStatus: Sendable {
    private var run: Int64?
    private var place = ""
    private var activity = ""
    private var began: Duration = .zero
    private var ended = 0
    private var count = 0
    private var lengths: AttemptLengths
    private var current: AttemptPlan?
    private var worst: [GateID: Verdict] = [:]
    private var controls: (caught: Int, tried: Int) = (0, 0)

    /// Begins before the run does.
    public init(_ lengths: AttemptLengths) { self.lengths = lengths }

    /// Takes an event of the run.
    ///
    /// - Parameter now: The time, since any moment that stays the same.
    public mutating func receive(_ event: RunEvent, at now: Duration) {
        switch event {
        case .began(let run, let attempts):
            self.run = run
            count = attempts
        case .attemptBegan(let index, let count, let plan):
            place = "[\(index)/\(count)] \(plan.title)"
            (activity, began, current, self.count) = ("", now, plan, count)
        case .progress(let text):
            activity = text
        case .attemptEnded(let plan, _, let judgements, let results):
            ended += 1
            lengths.record(plan, seconds: (now - began).seconds)
            current = nil
            controls.tried += results.count
            controls.caught += results.count(where: \.caught)
            guard !plan.isControl else { return }
            for judgement in judgements {
                worst[judgement.gate] = Verdict.worst(
                    [judgement.verdict, worst[judgement.gate]].compactMap(\.self))
            }
        case .note, .errorOutput, .ended: break
        }
    }

    /// How long it will take, such as `about 50 s left`; nil while nobody can know.
    public func timeLeft(at now: Duration) -> String? {
        let elapsed = current == nil ? 0 : (now - began).seconds
        return lengths.secondsLeft(ended: ended, elapsed: elapsed).map {
            "about \(AttemptLengths.text(seconds: $0)) left"
        }
    }

    /// The line; a text of a stub may be in it.
    public func line(at now: Duration) -> String {
        guard let run else { return "the run has not begun" }
        guard count > 0 else { return "run \(run): nothing to attempt" }
        let doing = place.isEmpty ? "\(count) attempts" : place
        let parts = [
            "run \(run), \(doing)" + (activity.isEmpty ? "" : ": \(activity)"),
            timeLeft(at: now) ?? "time left not known yet", found,
        ]
        return parts.joined(separator: "; ")
    }

    /// What was found so far.
    private var found: String {
        let gates = worst.sorted { $0.key < $1.key }.map {
            "\($0.key.rawValue) \($0.value.rawValue)"
        }
        let tried =
            controls.tried > 0
            ? ["\(controls.caught) of \(controls.tried) controls caught"] : []
        return gates.isEmpty && tried.isEmpty
            ? "nothing found yet" : "so far " + (gates + tried).joined(separator: ", ")
    }
}

extension AttemptPlan {
    /// The attempt as a line of progress names it.
    public var title: String {
        let gates = gates.map(\.rawValue).joined(separator: "+")
        guard isControl else { return "\(gates) \(procedure), replicate \(ordinal)" }
        let word = controls.count == 1 ? "control" : "controls"
        return "\(gates) \(procedure), \(word) \(controls.sabotages)"
    }
}

extension Duration {
    /// The duration in seconds.
    fileprivate var seconds: Double { self / .seconds(1) }
}
