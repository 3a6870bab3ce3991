/// A place in a series from which on its values come from elsewhere.
public struct ChangePoint: Codable, Hashable, Sendable {
    /// The index of the first value after the change.
    public var index: Int
    /// The median of the values before it, back to the change before.
    public var before: Double
    /// The median of the values from it on, up to the next change.
    public var after: Double
    /// How often a change as clear comes about by chance, as far as permutations can tell.
    public var chance: Double
}

/// Finds where a series of figures changed for good (report.md#history).
///
/// The series is split where a Mann-Whitney comparison of both sides is clearest, if that is clearer
/// than chance makes it, and so on in both parts. Ranks alone count: an outlier is one value, however
/// far out it is, and nothing is assumed about how values are distributed. What chance makes is asked
/// of permutations of the very values, with a fixed seed: the same series gives the same changes.
public enum ChangePoints {
    /// How many values both sides of a change have at least.
    public static let shortest = 5
    /// A change is one where chance makes one as clear in fewer than so many cases.
    public static let level = 0.01

    private static let permutations = 499
    private static let seed: UInt64 = 0x7765_6c64

    /// Returns the changes in the order of the series; values that are no numbers are refused by
    /// an empty answer.
    public static func find(in values: [Double]) -> [ChangePoint] {
        guard values.allSatisfy({ !$0.isNaN }) else { return [] }
        var found: [(index: Int, chance: Double)] = []
        split(values, 0..<values.count, &found)
        found.sort { $0.index < $1.index }
        let edges = [0] + found.map(\.index) + [values.count]
        return found.enumerated().map { place, change in
            ChangePoint(
                index: change.index, before: median(values[edges[place]..<change.index]),
                after: median(values[change.index..<edges[place + 2]]), chance: change.chance)
        }
    }

    private static func split(
        _ values: [Double], _ range: Range<Int>, _ found: inout [(index: Int, chance: Double)]
    ) {
        guard range.count >= 2 * shortest else { return }
        var ranks = midRanks(values[range])
        let observed = clearest(ranks)
        guard observed.clarity > 0 else { return }
        var generator = SeededGenerator(
            seed: SeededGenerator.derive(seed, UInt64(range.lowerBound) << 32 | UInt64(range.count))
        )
        let most = Int(level * Double(permutations + 1))
        var asClear = 0
        for _ in 0..<permutations {
            ranks.shuffle(using: &generator)
            // Ties are as clear, whatever order the sums were made in.
            if clearest(ranks).clarity >= observed.clarity * (1 - 1e-12) { asClear += 1 }
            guard asClear < most else { return }
        }
        let index = range.lowerBound + observed.index
        found.append((index, Double(asClear + 1) / Double(permutations + 1)))
        split(values, range.lowerBound..<index, &found)
        split(values, index..<range.upperBound, &found)
    }

    /// Returns the split whose sides differ most by their ranks, and how much, in standard
    /// deviations of the rank sum.
    private static func clearest(_ ranks: [Double]) -> (index: Int, clarity: Double) {
        let count = Double(ranks.count)
        var best = (index: 0, clarity: 0.0)
        var sum = 0.0
        for index in 1...(ranks.count - shortest) {
            sum += ranks[index - 1]
            guard index >= shortest else { continue }
            let left = Double(index)
            let expected = left * (count + 1) / 2
            let deviation = (left * (count - left) * (count + 1) / 12).squareRoot()
            let clarity = abs(sum - expected) / deviation
            if clarity > best.clarity * (1 + 1e-12) { best = (index, clarity) }
        }
        return best
    }

    /// Returns the rank of each value, counted from 1; equal values share the mean of theirs.
    private static func midRanks(_ values: ArraySlice<Double>) -> [Double] {
        let sorted = values.enumerated().sorted { $0.element < $1.element }
        var ranks = [Double](repeating: 0, count: values.count)
        var first = 0
        while first < sorted.count {
            var next = first
            while next < sorted.count, sorted[next].element == sorted[first].element { next += 1 }
            let shared = Double(first + next + 1) / 2
            for place in first..<next { ranks[sorted[place].offset] = shared }
            first = next
        }
        return ranks
    }

    private static func median(_ values: ArraySlice<Double>) -> Double {
        SortedSamples(Array(values)).quantile(0.5) ?? .nan
    }
}
