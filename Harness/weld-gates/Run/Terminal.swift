// Unsafe code: the system writes a terminal's size into a record that is passed by address; names of
// the environment are handed over as C strings.
import GateKit
import Glibc

/// What standard error can show: colours and a living line only where a person looks.
struct Terminal: Sendable {
    /// Whether a line may be written over.
    var isTerminal: Bool
    /// Whether colours are wanted.
    var hasColours: Bool
    private let descriptor: Int32

    /// Looks at a stream of this process and at NO_COLOR.
    init(descriptor: Int32) {
        self.descriptor = descriptor
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

    // MARK: - The living line

    /// How long a living line is at most, in columns.
    private static let longestLine = 100

    /// Returns as much of a text as one row holds now: a line that wraps cannot be written over.
    func fitted(_ text: String) -> String {
        Self.cut(text, columns: min(Self.longestLine, columns - 1))
    }

    /// Returns as much of a text as so many columns hold; what is not ASCII may take two.
    static func cut(_ text: String, columns: Int) -> String {
        var left = columns
        return String(
            text.prefix { character in
                left -= character.isASCII ? 1 : 2
                return left >= 0
            })
    }

    /// Fewer columns than this hold no help: the library that lays it out has 26 for names alone, and
    /// ends the program where nothing is left for the rest.
    private static let fewestColumns = 40

    /// Lets help be laid out in a few columns at least, whatever the environment or the terminal says.
    ///
    /// To be called before anything else runs.
    static func widenForHelp() {
        let said = Program.environment("COLUMNS").flatMap { Int($0) }
        let narrowest = [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO].map {
            Terminal(descriptor: $0).columns
        }.min()
        guard let columns = said ?? narrowest, columns < fewestColumns else { return }
        unsafe setenv("COLUMNS", String(fewestColumns), 1)
    }

    /// How wide the terminal is now; 80 where it does not say.
    private var columns: Int {
        var size = winsize()
        let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }
}
