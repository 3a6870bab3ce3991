import GateKit
import Glibc

/// What standard error can show: colours and a living line only where a person looks.
struct Terminal: Sendable {
    /// Whether a line may be written over.
    var isTerminal: Bool
    /// Whether colours are wanted.
    var hasColours: Bool

    /// Looks at a stream of this process and at NO_COLOR.
    init(descriptor: Int32) {
        isTerminal = isatty(descriptor) == 1 && Program.environment("TERM") != "dumb"
        hasColours = isTerminal && Program.environment("NO_COLOR") == nil
    }

    /// Returns a text in its verdict's colour.
    func coloured(_ text: String, _ verdict: Verdict) -> String {
        guard hasColours else { return text }
        let code =
            switch verdict {
            case .go: 32
            case .noGo, .blind: 31
            case .error: 35
            case .inconclusive: 33
            case .skip, .pending: 2
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
