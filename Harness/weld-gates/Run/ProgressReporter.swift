import Foundation
import GateHost
import GateKit
import GateRunner
import Synchronization

/// Shows a run to the person who waits: one living line on a terminal; elsewhere plain lines, one a
/// minute where an attempt takes longer.
final class ProgressReporter: Sendable {
    private let terminal: Terminal
    private let verbose: Bool
    private let quiet: Bool
    private let isProven: Bool
    private let state: Mutex<State>

    private struct State {
        /// What the living line says before the progress.
        var attempt = ""
        var status: RunStatus
        var hasLine = false
        /// What the attempt's standard error holds of a line that is not complete.
        var heard = LineSplitter(limit: 1 << 16)
        /// When the last plain line was written.
        var lastLine = ContinuousClock.now
    }

    /// How long a log may be silent.
    private static let silence: Duration = .seconds(60)

    /// - Parameters:
    ///   - quiet: Whether it says nothing but what it is asked for.
    ///   - lengths: How long the run's attempts will take.
    init(
        terminal: Terminal, verbose: Bool, isProven: Bool, quiet: Bool = false,
        lengths: AttemptLengths = AttemptLengths([])
    ) {
        self.terminal = terminal
        self.verbose = verbose
        self.quiet = quiet
        state = Mutex(State(status: RunStatus(lengths)))
        self.isProven = isProven
    }

    /// Takes an event of the run.
    func receive(_ event: RunEvent) {
        state.withLock { state in
            state.status.receive(event, at: Self.now)
            guard !quiet else { return }
            switch event {
            case .began(let run, let attempts):
                line("run \(run): \(attempts) attempts", &state)
            case .note(let text):
                line(PrintableText.line(text), &state)
            case .attemptBegan(let index, let count, let plan):
                state.attempt = "[\(index)/\(count)] \(plan.title)"
                live("", &state)
            case .progress(let text):
                let text = PrintableText.line(text)
                if verbose || isSilent(state) {
                    line("\(state.attempt): \(text)", &state)
                } else {
                    live(text, &state)
                }
            case .errorOutput(let bytes):
                if verbose { pass(bytes, &state) }
            case .attemptEnded(_, let ending, let judgements, let controls):
                pass(Array("\n".utf8), &state)
                line("\(state.attempt): \(summary(ending, judgements, controls))", &state)
            case .ended:
                clear(&state)
            }
        }
    }

    /// What runs now, how long it will take and what was found so far.
    var status: String { state.withLock { $0.status.line(at: Self.now) } }

    private static var now: Duration { .nanoseconds(MonotonicClock.now()) }

    private func summary(
        _ ending: AttemptEnding, _ judgements: [AttemptJudgement], _ controls: [ControlResult]
    ) -> String {
        if !controls.isEmpty { return controls.map(summary).joined(separator: "; ") }
        return judgements.map { judgement in
            let isUnproven = judgement.verdict == .go && !isProven
            let verdict = terminal.coloured(
                judgement.verdict.rawValue + (isUnproven ? " (unproven)" : ""),
                isUnproven ? .inconclusive : judgement.verdict)
            return "\(judgement.gate.rawValue) \(verdict)"
                + (judgement.verdict == .go
                    ? "" : " (\(PrintableText.line(judgement.reason.sentence)))")
        }.joined(separator: ", ")
    }

    private func summary(_ control: ControlResult) -> String {
        let word = control.caught ? "caught" : control.verdict.rawValue
        return terminal.coloured(word, control.verdict)
            + (control.caught ? " by " : ": ") + PrintableText.line(control.observed.sentence)
    }

    // MARK: - Lines

    private func line(_ text: String, _ state: inout State) {
        clear(&state)
        // Everything in it that is not the judge's own was made printable; colours are its own.
        StandardError.write(text + "\n")
        state.lastLine = .now
    }

    private func isSilent(_ state: State) -> Bool {
        !terminal.isTerminal && ContinuousClock.now - state.lastLine > Self.silence
    }

    private func live(_ text: String, _ state: inout State) {
        guard terminal.isTerminal else { return }
        let left = state.status.timeLeft(at: Self.now).map { " (\($0))" } ?? ""
        let whole = text.isEmpty ? state.attempt + left : "\(state.attempt)\(left): \(text)"
        write("\r\u{1B}[K\(terminal.fitted(whole))")
        state.hasLine = true
    }

    private func clear(_ state: inout State) {
        if state.hasLine { write("\r\u{1B}[K") }
        state.hasLine = false
    }

    /// Passes on whole lines of what an attempt and its stubs say, marked as theirs.
    private func pass(_ bytes: [UInt8], _ state: inout State) {
        for piece in state.heard.feed(bytes[...]) {
            guard case .line(let line) = piece else { continue }
            clear(&state)
            write("    | \(PrintableText.line(String(decoding: line, as: UTF8.self)))\n")
        }
    }

    private func write(_ text: String) { StandardError.write(text) }
}
