import ArgumentParser

/// How large a number on the command line may be: what is more would be planned, added up and
/// waited for, for longer than anybody lives.
enum Bound {
    /// The most runs, replicates, attempts or kills that one command makes.
    static let most = 100_000

    /// Refuses a number that lies outside its range, with the usage.
    static func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard !range.contains(value) else { return }
        throw ValidationError(
            value < range.lowerBound
                ? "\(option) must be at least \(range.lowerBound)."
                : "\(option) must be at most \(range.upperBound).")
    }

    /// Refuses seconds that are no time to wait, with the usage.
    static func check(_ option: String, seconds: Double) throws {
        guard !(seconds > 0 && seconds < 1e6) else { return }
        throw ValidationError("\(option) must be a positive number of seconds, below a million.")
    }
}
