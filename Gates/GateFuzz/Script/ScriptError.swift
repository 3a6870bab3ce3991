/// Why a text is no script that can be replayed.
public struct ScriptError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line that is wrong, from 1.
    public var line: Int
    /// What is wrong with it, and what was expected.
    public var problem: String

    /// Names a problem of a line.
    public init(line: Int, _ problem: String) {
        self.line = line
        self.problem = problem
    }

    /// One sentence.
    public var description: String { "line \(line): \(problem)" }
}
