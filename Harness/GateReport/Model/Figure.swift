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
        case percentiles(Percentiles)
        /// Samples in the order in which they were taken.
        case course(Course)
        /// Which rows met which columns.
        case grid(Grid)
        /// What happened when, trial by trial.
        case waterfall(Waterfall)
        /// One length a row.
        case bars(Bars)
    }

    /// Trials, and the moments of each since its beginning.
    public struct Waterfall: Hashable, Sendable {
        /// A trial.
        public struct Row: Hashable, Sendable {
            /// What was tried.
            public var name: String
            /// When each stage was reached, by its number; a stage that was not is not there.
            public var moments: [Int: Double]
        }

        /// The unit of every moment.
        public var unit: MeasurementUnit
        /// The stages' names.
        public var stages: [String]
        /// The trials, longest first.
        public var rows: [Row]
    }

    /// Rows of one or several lengths.
    public struct Bars: Hashable, Sendable {
        /// A row.
        public struct Row: Hashable, Sendable {
            /// Its name.
            public var name: String
            /// Its lengths, one for each part.
            public var lengths: [Double]
        }

        /// The unit of every length.
        public var unit: MeasurementUnit
        /// What each length of a row is of.
        public var parts: [String]
        /// The rows.
        public var rows: [Row]
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

    /// A series in a drawing.
    public struct Curve: Hashable, Sendable {
        /// What it is of, such as `replicate 1`.
        public var name: String
        /// Its shape.
        public var shape: SeriesShape
        /// Whether it is the judge's own floor.
        public var isFloor: Bool
    }

    /// Percentiles of several series in one unit.
    public struct Percentiles: Hashable, Sendable {
        /// The unit of every value.
        public var unit: MeasurementUnit
        /// The series, at least one.
        public var curves: [Curve]
        /// What they are judged by.
        public var limits: [Limit]
    }

    /// One series after the other, in time.
    public struct Course: Hashable, Sendable {
        /// The unit of every value.
        public var unit: MeasurementUnit
        /// The series, at least one.
        public var curves: [Curve]
        /// What they are judged by.
        public var limits: [Limit]
    }

    /// Rows and columns that met or did not.
    public struct Grid: Hashable, Sendable {
        /// What happened where a row and a column meet.
        public enum Mark: Hashable, Sendable {
            /// As expected.
            case caught
            /// Not as expected.
            case missed
            /// Undecided.
            case undecided
        }

        /// A row.
        public struct Row: Hashable, Sendable {
            /// Its name.
            public var name: String
            /// The marks by column.
            public var marks: [Int: Mark]
        }

        /// The columns' names.
        public var columns: [String]
        /// The rows.
        public var rows: [Row]
    }
}
