/// What a figure shows of one series: its percentiles with a long tail, and its course.
///
/// No outlier is left out: the largest samples are all points of their own, and a stretch of the
/// course keeps its smallest and its largest (report.md#figures-inline-svg-drawn-by-us-no-chart-library).
public struct SeriesShape: Codable, Hashable, Sendable {
    /// A sample and how many there are at or below it.
    public struct Point: Codable, Hashable, Sendable {
        /// The sample's rank, from 1.
        public var rank: Int
        /// The sample.
        public var value: Double
    }

    /// Consecutive samples.
    public struct Stretch: Codable, Hashable, Sendable {
        /// The smallest of them.
        public var lowest: Double
        /// The largest of them.
        public var highest: Double
    }

    /// How many samples there are.
    public var count: Int
    /// Samples by rising rank, the largest among them.
    public var points: [Point]
    /// All samples in the order in which they were taken, as stretches of the same length.
    public var course: [Stretch]

    private static let mostOfTheBody = 64
    private static let mostStretches = 240

    /// Takes the shape of a series, or nil of one without samples.
    ///
    /// - Parameters:
    ///   - values: The samples in the order in which they were taken.
    ///   - sorted: The same, sorted.
    public init?(_ values: [Double], sorted: SortedSamples) {
        guard !values.isEmpty, values.count == sorted.count else { return nil }
        count = values.count
        points = Self.ranks(values.count).map { Point(rank: $0, value: sorted.sample(rank: $0)) }
        let length = (values.count + Self.mostStretches - 1) / Self.mostStretches
        course = stride(from: 0, to: values.count, by: length).map { start in
            let part = values[start..<min(start + length, values.count)]
            return Stretch(lowest: part.min() ?? 0, highest: part.max() ?? 0)
        }
    }

    /// Returns evenly spaced ranks of the body, and of the tail ever closer ones to the last.
    private static func ranks(_ count: Int) -> [Int] {
        var ranks = Set(stride(from: 1, through: count, by: max(1, count / mostOfTheBody)))
        var fromTop = 0
        while fromTop < count {
            ranks.insert(count - fromTop)
            fromTop += max(1, fromTop / 5)
        }
        return ranks.sorted()
    }
}
