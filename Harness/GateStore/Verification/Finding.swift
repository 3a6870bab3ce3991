/// Something in a store that is not what a run left there.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// The run that it concerns; nil where it is the file.
    public var run: Int64?
    /// The attempt, where it is one.
    public var attempt: Int64?
    /// The tables that it names.
    public var tables: [String]
    /// The column, where it is one.
    public var column: String?
    /// What is wrong, in one sentence.
    public var text: String

    init(
        run: Int64?, attempt: Int64? = nil, _ table: String, or others: [String] = [],
        column: String? = nil, _ text: String
    ) {
        self.run = run
        self.attempt = attempt
        tables = [table] + others
        self.column = column
        self.text = text
    }

    /// Where and what, in one line.
    public var description: String {
        var place = run.map { "run \($0)" } ?? "the file"
        if let attempt { place += ", attempt \(attempt)" }
        let name = tables.joined(separator: " or ") + (column.map { ".\($0)" } ?? "")
        return "\(place), \(name): \(text)"
    }
}

/// What came of verifying a store.
public struct Verification: Hashable, Sendable {
    /// Everything that differs.
    public var findings: [Finding] = []
    /// What could not be verified and why, without being wrong.
    public var notes: [String] = []
    /// How many runs were looked at.
    public var runs = 0
    /// How many attempts were judged again.
    public var attempts = 0
    /// How many samples that took.
    public var samples = 0
}
