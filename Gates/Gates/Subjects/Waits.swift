internal import GateHost
internal import GateKit

extension TimeSpan {
    /// Returns the time from a moment until now: a wait that has just run out, for which alone a
    /// host can answer (credibility.md#host-time-4).
    static func since(_ start: UInt64) -> TimeSpan {
        TimeSpan(start: start, end: max(start, MonotonicClock.now()))
    }
}

/// A process that still ran when it should have ended, and had to be ended.
struct Unended {
    /// Which it was.
    let what: String
    /// How long its end was waited for.
    let span: TimeSpan
}

extension Recorder {
    /// Records a hang for each process that had to be ended.
    func hangs(_ unended: [Unended], of trial: String? = nil) {
        for thing in unended {
            let whose = trial.map { "\($0): " } ?? ""
            violation(.hang, "\(whose)\(thing.what) did not end", span: thing.span)
        }
    }

    /// Records everything that still runs below this process after a second of grace, where trials
    /// come one after the other.
    func strays(of trial: String) {
        let start = MonotonicClock.now()
        let deadline = Deadline.after(.seconds(1))
        var strays = EditorRun.strays
        while !strays.isEmpty, !deadline.hasPassed {
            Pause.wait(.milliseconds(10))
            strays = EditorRun.strays
        }
        for stray in strays { violation(.stray, "\(trial): \(stray)", span: .since(start)) }
    }
}
