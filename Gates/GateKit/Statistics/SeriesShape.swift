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

    /// Samples of about the same size.
    public struct Bucket: Codable, Hashable, Sendable {
        /// The smallest that belongs to it.
        public var from: Double
        /// The smallest that no longer does.
        public var to: Double
        /// How many there are.
        public var count: Int
    }

    /// How many samples there are.
    public var count: Int
    /// Samples by rising rank, the largest among them.
    public var points: [Point]
    /// All samples in the order in which they were taken, as stretches of the same length.
    public var course: [Stretch]
    /// How many samples are how large, sixteen buckets to a factor of ten, from the smallest to the
    /// largest; empty where one is not above 0, which no factor leads to.
    public var buckets: [Bucket]

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
        buckets = Self.buckets(of: sorted)
    }

    /// Whether a drawing shows a series: of those that count, the ones that say when something was.
    ///
    /// `viewport.torn.shared` and `viewport.draw.torn` are 1 for each picture that was torn;
    /// `fuzz.valid-frames-a-second` and `fuzz.connections` have a sample a second.
    public static func isDrawn(_ metric: String, _ unit: MeasurementUnit) -> Bool {
        unit != .count || isTorn(metric) || isRate(metric)
    }

    /// Whether a series is 1 for each picture that was torn.
    public static func isTorn(_ metric: String) -> Bool {
        metric.contains(".torn.") || metric.hasSuffix(".torn")
    }

    /// Whether a series says again and again how much of something there is.
    public static func isOverTime(_ metric: String) -> Bool { metric.contains("-over-time.") }

    /// Whether a series has a sample for each second of an attempt.
    public static func isRate(_ metric: String) -> Bool {
        metric.hasSuffix("-a-second") || metric.hasSuffix(".connections")
    }

    /// 10 to the power of 0/16, 1/16 and so on: written out, so that every platform has the same.
    private static let steps = [
        1, 1.154_781_984_689_458, 1.333_521_432_163_324, 1.539_926_526_059_492,
        1.778_279_410_038_923, 2.053_525_026_457_146, 2.371_373_705_661_655, 2.738_419_634_264_361,
        3.162_277_660_168_379, 3.651_741_272_548_377, 4.216_965_034_285_822, 4.869_675_251_658_631,
        5.623_413_251_903_491, 6.493_816_315_762_113, 7.498_942_093_324_558, 8.659_643_233_600_653,
    ]

    /// The edges of all buckets, from a millionth to a thousand million million.
    private static let edges = (-6...15).flatMap { exponent in
        let power = Double("1e\(exponent)") ?? 1
        return steps.map { $0 * power }
    }

    private static func buckets(of sorted: SortedSamples) -> [Bucket] {
        guard let first = edges.first, let last = edges.last,
            sorted.sample(rank: 1) >= first, sorted.sample(rank: sorted.count) < last
        else { return [] }
        var buckets: [Bucket] = []
        var below = 0
        for (from, to) in zip(edges, edges.dropFirst()) where below < sorted.count {
            let count = sorted.count(below: to) - below
            below += count
            // Gaps between samples are part of the picture, what is before the first is not.
            if count > 0 || !buckets.isEmpty {
                buckets.append(Bucket(from: from, to: to, count: count))
            }
        }
        return buckets
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
