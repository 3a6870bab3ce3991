import GateKit
import GateRunner

/// Shows how far a map of many lives is: one living line on a terminal, elsewhere a plain line a
/// minute.
struct LifeProgress {
    private let terminal: Terminal
    /// What is counted, such as `kill`.
    private let noun: String
    private let count: Int
    private let start = ContinuousClock.now
    private var lastLine = ContinuousClock.now

    /// How long a log may be silent.
    private static let silence: Duration = .seconds(60)

    init(of count: Int, _ noun: String, on terminal: Terminal) {
        self.terminal = terminal
        self.noun = noun
        self.count = count
    }

    /// Says how many are done and what came of them.
    ///
    /// - Parameter outcomes: Each outcome with how often it came.
    mutating func show(_ outcomes: [(name: String, count: Int)]) {
        let done = outcomes.reduce(0) { $0 + $1.count }
        let left = (ContinuousClock.now - start) * (count - done) / max(1, done)
        let found = outcomes.filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }
        let line =
            "\(noun) \(done) of \(count), \(left.components.seconds) s left: "
            + found.joined(separator: ", ")
        if terminal.isTerminal {
            StandardError.write("\r\u{1B}[K\(terminal.fitted(PrintableText.line(line)))")
        } else if ContinuousClock.now - lastLine > Self.silence {
            lastLine = .now
            StandardError.say(line)
        }
    }

    /// Says something beside it.
    static func say(_ text: String, on terminal: Terminal) {
        clear(terminal)
        StandardError.say(text)
    }

    /// Takes the living line away.
    static func clear(_ terminal: Terminal) {
        if terminal.isTerminal { StandardError.write("\r\u{1B}[K") }
    }
}

extension AttemptPlan {
    /// Returns the plan by which a map lets a pair live; nothing of it is stored.
    static func lives(
        of pair: [SubjectBinary], named procedure: String, in place: String, seed: UInt64 = 0
    ) -> AttemptPlan {
        func path(_ role: SubjectRole) -> String { pair.first { $0.role == role }?.path ?? "" }
        return AttemptPlan(
            procedure: procedure, gates: [], profile: .full, replicate: 0, seed: seed,
            scratchDirectory: place, editorPath: path(.editor), runtimePath: path(.runtime),
            deadlineSeconds: 0)
    }
}
