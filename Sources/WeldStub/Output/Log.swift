internal import WeldPlatform

/// A stub's log: lines on standard error, one write each.
public struct Log: Sendable {
    private let program: String

    /// Makes the log of a program.
    public init(program: String) {
        self.program = program
    }

    /// Writes a line.
    public func callAsFunction(_ text: String) {
        StandardStream.error.write("\(program): \(text)\n")
    }
}
