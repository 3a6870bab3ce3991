internal import Synchronization
internal import WeldPlatform

/// A stub's log: lines on standard error, one write each.
///
/// Bounded: a stub that serves thousands of broken peers says so by its events, and must not fill
/// somebody's disk.
public final class Log: Sendable {
    private let program: String
    private let lines = Atomic(0)

    /// Most lines that a process writes: what a pipe takes that nobody reads, so that the log can
    /// stop no stub either.
    public static let limit = 300

    /// Makes the log of a program.
    public init(program: String) {
        self.program = program
    }

    /// Writes a line.
    public func callAsFunction(_ text: String) {
        let number = lines.wrappingAdd(1, ordering: .relaxed).newValue
        guard number <= Self.limit else { return }
        StandardStream.error.write("\(program): \(text)\n")
        if number == Self.limit {
            StandardStream.error.write("\(program): no further lines are written\n")
        }
    }
}
