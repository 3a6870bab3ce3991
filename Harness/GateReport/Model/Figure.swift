public import GateKit

/// A drawing as data: what is shown, never how (report.md#figures-inline-svg-drawn-by-us-no-chart-library).
public struct Figure: Hashable, Sendable {
    /// Its address within the report, such as `figure-g1-rtt.free`; also the name of its file.
    public var address: String
    /// What it shows, its unit and its number of samples among it.
    public var title: String
    /// The drawing.
    public var drawing: Drawing

    /// The name of its file: what no path and no link can take for anything else.
    var fileName: String {
        String(
            address.unicodeScalars.map { scalar -> Character in
                let isPlain =
                    scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || scalar == "." || scalar == "-")
                return isPlain ? Character(scalar) : "_"
            }) + ".svg"
    }

    /// What can be drawn.
    public enum Drawing: Hashable, Sendable {
        /// Percentiles of several series, with a long tail.
        case percentiles(Curves)
        /// Samples in the order in which they were taken, one series beside the other.
        case course(Curves)
        /// How many samples are how large.
        case histogram(Curves)
        /// How much of each of several things there was, second by second.
        case rates(Rates)
        /// What of each of several things was not as it should be, and when.
        case lanes(Lanes)
        /// Which rows met which columns.
        case grid(Grid)
        /// What happened when, trial by trial.
        case waterfall(Waterfall)
        /// One length a row.
        case bars(Bars)
        /// What checks came to, run after run.
        case sparklines(Sparklines)
    }

    /// A limit that a figure is judged by.
    public struct Limit: Hashable, Sendable {
        /// The check that asks, such as `g1.p50`.
        public var name: String
        /// The limit.
        public var value: Double
        /// The share of the samples that it is asked of, 0...1.
        public var share: Double
        /// Whether it decides the verdict.
        public var decides: Bool
    }

    /// A value that has a name, such as `p99`.
    public struct Mark: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The share of the samples at or below it, 0...1.
        public var share: Double
        /// The value.
        public var value: Double
    }

    /// A series in a drawing.
    public struct Curve: Hashable, Sendable {
        /// What it is of, such as `replicate 1`.
        public var name: String
        /// Its shape.
        public var shape: SeriesShape
        /// Whether it is the judge's own floor.
        public var isFloor: Bool
        /// The percentiles that it has enough samples for.
        public var marks: [Mark] = []
    }

    /// What somebody else measured elsewhere, beside which a reader may hold a series.
    public struct Reference: Hashable, Sendable {
        /// Whose figures these are, such as `original, Fedora 44`.
        public var name: String
        /// The figures, smallest first.
        public var marks: [Mark]
    }

    /// Series in one unit.
    public struct Curves: Hashable, Sendable {
        /// The unit of every value.
        public var unit: MeasurementUnit
        /// The series, at least one.
        public var curves: [Curve]
        /// What they are judged by.
        public var limits: [Limit]
        /// What they are not judged by.
        public var reference: Reference?
    }
}
