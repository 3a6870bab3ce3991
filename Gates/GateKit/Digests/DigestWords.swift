/// Consecutive indexes as words for a digest: where each run begins and how long it is.
public enum Runs {
    /// Returns two words a run.
    public static func of(_ indexes: [Int64]) -> [UInt64] {
        var words: [UInt64] = []
        var next: Int64?
        for index in indexes {
            if index == next, let last = words.indices.last {
                words[last] += 1
            } else {
                words += [UInt64(bitPattern: index), 1]
            }
            next = index &+ 1
        }
        return words
    }
}

/// Numbers as words for a digest: every bit of each.
public enum BitPatterns {
    /// Returns one word a number.
    public static func of(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }
}
