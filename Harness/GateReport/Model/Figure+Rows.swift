public import GateKit

extension Figure {
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

    /// What is to be thought of something.
    public enum Tone: String, Hashable, Sendable {
        case good
        case bad
        /// Undecided.
        case doubtful
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

        /// What a part of a row says.
        public struct Part: Hashable, Sendable {
            /// What its length is of.
            public var name: String
            /// What is to be thought of it; nil of what is only to be told from others.
            public var tone: Tone?
        }

        /// The unit of every length.
        public var unit: MeasurementUnit
        /// What each length of a row is of.
        public var parts: [Part]
        /// The rows.
        public var rows: [Row]
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

    /// Several things over the same seconds.
    public struct Rates: Hashable, Sendable {
        /// A thing.
        public struct Line: Hashable, Sendable {
            /// What is counted.
            public var name: String
            /// How many seconds there are.
            public var seconds: Int
            /// The seconds, or stretches of them of the same length.
            public var course: [SeriesShape.Stretch]
        }

        /// The things.
        public var lines: [Line]
    }

    /// Several things, each with those that were not as they should be.
    public struct Lanes: Hashable, Sendable {
        /// A thing.
        public struct Lane: Hashable, Sendable {
            /// Its name.
            public var name: String
            /// How many there were of it.
            public var count: Int
            /// How many of those were not as they should be.
            public var bad: Int
            /// Where those are, 0...1 of the lane's length.
            public var places: [Double]
        }

        /// What those are called, such as `torn`.
        public var word: String
        /// The things.
        public var lanes: [Lane]
    }

    /// What several checks came to, run after run.
    public struct Sparklines: Hashable, Sendable {
        /// A check.
        public struct Row: Hashable, Sendable {
            /// The check's id.
            public var name: String
            /// The unit of every value.
            public var unit: MeasurementUnit
            /// The runs' numbers, oldest first.
            public var runs: [Int64]
            /// What each came to.
            public var values: [Double]
            /// Where the values changed for good.
            public var changes: [ChangePoint]
        }

        /// The checks.
        public var rows: [Row]
    }
}
